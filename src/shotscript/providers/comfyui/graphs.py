"""The graphs: Wan 2.2 Fun Control, Wan 2.1 VACE and LTX-2, driven by a depth video; Wan 2.2 Animate, by poses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .facts import CHUNK, OVERLAP
from .graph import Graph, Link

_FUN = {"high": "wan2.2_fun_control_high_noise_14B_fp8_scaled.safetensors",
        "low": "wan2.2_fun_control_low_noise_14B_fp8_scaled.safetensors"}
_VACE = "wan2.1_vace_14B_fp16.safetensors"
_TEXT, _VAE = "umt5_xxl_fp8_e4m3fn_scaled.safetensors", "wan_2.1_vae.safetensors"
_LTX, _GEMMA = "ltx-2-19b-dev-fp8.safetensors", "gemma_3_12B_it_fp4_mixed.safetensors"
_DEPTH = "ltx-2-19b-ic-lora-depth-control.safetensors"
_ANIMATE, _VISION = "Wan2_2-Animate-14B_fp8_scaled_e4m3fn_KJ_v2.safetensors", "clip_vision_h.safetensors"
WEIGHTS = (*_FUN.values(), _VACE, _ANIMATE, _VISION, _TEXT, _VAE, _LTX, _GEMMA, _DEPTH)

_SHIFT = 8.0
_FUN_STEPS, _HALF, _FUN_CFG = 20, 10, 3.5
_VACE_STEPS, _VACE_CFG = 30, 5.0
_LTX_STEPS, _LTX_CFG = 20, 3.0
_ANIMATE_STEPS = 20
_GREY = 0.4
"""How far our own grey first frame is kept: its layout and colours, not its surfaces."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a graph is made of. Files by their needs; None: there is none. `own`: the first frame is our renderer's."""

    words: str
    never: str
    seed: int
    width: int
    height: int
    frames: int
    fps: float
    drive: str
    first: str | None = None
    own: bool = False
    last: str | None = None
    person: str | None = None

    @property
    def size(self) -> dict[str, int]:
        return {"width": self.width, "height": self.height}


def fun(order: Order) -> dict[str, Any]:
    """Depth as the control video, the still as the reference; noise in two halves, one model each."""
    graph = Graph()
    positive, negative = _wan_words(graph, order)
    vae = graph.put("VAELoader", vae_name=_VAE)[0]
    ready = graph.put(
        "Wan22FunControlToVideo", positive=positive, negative=negative, vae=vae, **order.size, length=order.frames,
        batch_size=1, control_video=graph.video(order.drive), ref_image=order.first and graph.image(order.first))
    rough = _half(graph, order, "high", ready, ready[2], start_at_step=0, end_at_step=_HALF)
    fine = _half(graph, order, "low", ready, rough, start_at_step=_HALF, end_at_step=10000)
    graph.saved(graph.put("VAEDecode", samples=fine, vae=vae)[0], order.fps)
    return graph.nodes


def _wan_words(graph: Graph, order: Order) -> tuple[Link, Link]:
    clip = graph.put("CLIPLoader", clip_name=_TEXT, type="wan", device="default")[0]
    positive, negative = (graph.put("CLIPTextEncode", clip=clip, text=words)[0] for words in (order.words, order.never))
    return positive, negative


def _half(graph: Graph, order: Order, half: str, ready: Any, latent: Link, **steps: int) -> Link:
    first = "enable" if half == "high" else "disable"
    return graph.put(
        "KSamplerAdvanced", model=_model(graph, _FUN[half]), positive=ready[0], negative=ready[1], latent_image=latent,
        add_noise=first, return_with_leftover_noise=first, noise_seed=order.seed, steps=_FUN_STEPS, cfg=_FUN_CFG,
        sampler_name="euler", scheduler="simple", **steps)[0]


def _model(graph: Graph, name: str) -> Link:
    loaded = graph.put("UNETLoader", unet_name=name, weight_dtype="default")
    return graph.put("ModelSamplingSD3", model=loaded[0], shift=_SHIFT)[0]


def vace(order: Order) -> dict[str, Any]:
    """Depth as the control video; stills stand in it as they are, under a mask that keeps them."""
    graph = Graph()
    positive, negative = _wan_words(graph, order)
    vae = graph.put("VAELoader", vae_name=_VAE)[0]
    control, masks = _framed(graph, order, graph.video(order.drive))
    ready = graph.put(
        "WanVaceToVideo", positive=positive, negative=negative, vae=vae, **order.size, length=order.frames,
        batch_size=1, strength=1.0, control_video=control, control_masks=masks,
        reference_image=order.person and graph.image(order.person))
    made = graph.put(
        "KSampler", model=_model(graph, _VACE), positive=ready[0], negative=ready[1], latent_image=ready[2],
        seed=order.seed, steps=_VACE_STEPS, cfg=_VACE_CFG, sampler_name="uni_pc", scheduler="simple", denoise=1.0)
    cut = graph.put("TrimVideoLatent", samples=made[0], trim_amount=ready[3])
    graph.saved(graph.put("VAEDecode", samples=cut[0], vae=vae)[0], order.fps)
    return graph.nodes


def _framed(graph: Graph, order: Order, depth: Link) -> tuple[Link, Link | None]:
    """The depth frames with given stills in their places, and a mask: black keeps a frame, white makes it."""
    first, last = (_fitted(graph, order, ref) if ref else None for ref in (order.first, order.last))
    if not first and not last:
        return depth, None
    made = order.frames - bool(first) - bool(last)
    between = graph.put("ImageFromBatch", image=depth, batch_index=1 if first else 0, length=made)[0]
    white = graph.put("RepeatImageBatch", image=_plain(graph, order, 1.0), amount=made)[0]
    for still, front in ((first, True), (last, False)):
        if still:
            kept = _plain(graph, order, 0.0)
            between = _joined(graph, still, between, front)
            white = _joined(graph, kept, white, front)
    return between, graph.put("ImageToMask", image=white, channel="red")[0]


def _fitted(graph: Graph, order: Order, ref: str) -> Link:
    return graph.put("ImageScale", image=graph.image(ref), upscale_method="bilinear", **order.size, crop="center")[0]


def _plain(graph: Graph, order: Order, value: float) -> Link:
    """One frame of black (0) or white (1)."""
    return graph.put("MaskToImage", mask=graph.put("SolidMask", value=value, **order.size)[0])[0]


def _joined(graph: Graph, still: Link, frames: Link, front: bool) -> Link:
    pair = (still, frames) if front else (frames, still)
    return graph.put("ImageBatch", image1=pair[0], image2=pair[1])[0]


def ltx(order: Order) -> dict[str, Any]:
    """Depth as a guide through all frames, the first still laid into the latent; picture and sound in one."""
    graph = Graph()
    loaded = graph.put("CheckpointLoaderSimple", ckpt_name=_LTX)
    model = graph.put("LoraLoaderModelOnly", model=loaded[0], lora_name=_DEPTH, strength_model=1.0)[0]
    heard = graph.put("LTXVAudioVAELoader", ckpt_name=_LTX)[0]
    guided = _guided(graph, order, loaded[2])
    sound = graph.put("LTXVEmptyLatentAudio", frames_number=order.frames, frame_rate=order.fps, batch_size=1,
                      audio_vae=heard)[0]
    both = graph.put("LTXVConcatAVLatent", video_latent=guided[2], audio_latent=sound)[0]
    guider = graph.put("CFGGuider", model=model, positive=guided[0], negative=guided[1], cfg=_LTX_CFG)
    sigmas = graph.put("LTXVScheduler", steps=_LTX_STEPS, max_shift=2.05, base_shift=0.95, stretch=True, terminal=0.1,
                       latent=guided[2])
    made = graph.put(
        "SamplerCustomAdvanced", noise=graph.put("RandomNoise", noise_seed=order.seed)[0], guider=guider[0],
        sampler=graph.put("KSamplerSelect", sampler_name="euler")[0], sigmas=sigmas[0], latent_image=both)
    apart = graph.put("LTXVSeparateAVLatent", av_latent=made[0])
    clean = graph.put("LTXVCropGuides", positive=guided[0], negative=guided[1], latent=apart[0])[2]
    images = graph.put("VAEDecodeTiled", samples=clean, vae=loaded[2], tile_size=512, overlap=64, temporal_size=64,
                       temporal_overlap=8)[0]
    graph.saved(images, order.fps, graph.put("LTXVAudioVAEDecode", samples=apart[1], audio_vae=heard)[0])
    return graph.nodes


def _guided(graph: Graph, order: Order, vae: Link) -> Any:
    """Words, first still, depth and last still: outputs positive, negative, latent."""
    clip = graph.put("LTXAVTextEncoderLoader", text_encoder=_GEMMA, ckpt_name=_LTX, device="default")[0]
    positive, negative = (graph.put("CLIPTextEncode", clip=clip, text=words)[0] for words in (order.words, order.never))
    told = graph.put("LTXVConditioning", positive=positive, negative=negative, frame_rate=order.fps)
    latent = graph.put("EmptyLTXVLatentVideo", **order.size, length=order.frames, batch_size=1)[0]
    if order.first:
        latent = graph.put("LTXVImgToVideoInplace", vae=vae, image=graph.image(order.first), latent=latent,
                           strength=_GREY if order.own else 1.0, bypass=False)[0]
    guided = graph.put("LTXVAddGuide", positive=told[0], negative=told[1], vae=vae, latent=latent,
                       image=graph.video(order.drive), frame_idx=0, strength=1.0)
    if order.last:
        guided = graph.put("LTXVAddGuide", positive=guided[0], negative=guided[1], vae=vae, latent=guided[2],
                           image=graph.image(order.last), frame_idx=-1, strength=1.0)
    return guided


def animate(order: Order) -> dict[str, Any]:
    """A person's picture moved by poses, so many frames at a time; each time goes on from the last frames before."""
    graph = Graph()
    positive, negative = _wan_words(graph, order)
    vae, model = graph.put("VAELoader", vae_name=_VAE)[0], _model(graph, _ANIMATE)
    person = _fitted(graph, order, order.person or order.first or "")
    seen = graph.put("CLIPVisionEncode", clip_vision=graph.put("CLIPVisionLoader", clip_name=_VISION)[0], image=person,
                     crop="none")[0]
    held = {"positive": positive, "negative": negative, "vae": vae, **order.size, "batch_size": 1,
            "clip_vision_output": seen, "reference_image": person, "pose_video": graph.video(order.drive),
            "continue_motion_max_frames": OVERLAP}
    images, before = None, None
    for length in _chunks(order.frames):
        ready = graph.put("WanAnimateToVideo", **held, length=length, continue_motion=images,
                          video_frame_offset=before[5] if before else 0)
        made = graph.put(
            "KSampler", model=model, positive=ready[0], negative=ready[1], latent_image=ready[2], seed=order.seed,
            steps=_ANIMATE_STEPS, cfg=1.0, sampler_name="euler", scheduler="simple", denoise=1.0)
        cut = graph.put("TrimVideoLatent", samples=made[0], trim_amount=ready[3])
        new = graph.put("VAEDecode", samples=cut[0], vae=vae)[0]
        if images:
            new = graph.put("ImageFromBatch", image=new, batch_index=ready[4], length=length - OVERLAP)[0]
        images, before = _joined(graph, images, new, True) if images else new, ready
    assert images
    graph.saved(images, order.fps)
    return graph.nodes


def _chunks(frames: int) -> list[int]:
    """Frames asked for at a time, those taken over from the time before among them."""
    lengths = [min(frames, CHUNK)]
    left = frames - lengths[0]
    while left > 0:
        lengths.append(min(left + OVERLAP, CHUNK))
        left -= lengths[-1] - OVERLAP
    return lengths


GRAPHS = {"fun": fun, "vace": vace, "ltx": ltx, "animate": animate}
