/* Counts what a program does to its project's files and its connections, and kills it (SIGKILL) at one of them.
 *
 * Loaded before libc (LD_PRELOAD), so it stands outside of the product and sees SQLite's writes as well as Python's.
 * Nothing counts until arm(n) is called; from then on the n-th call that writes a file of the folder in KILL_UNDER,
 * renames, removes or syncs one, or connects, sends or receives over the internet, is the last: the program dies right
 * before it. counted() says how many there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls = 0;
static atomic_long last = -1; /* -1: not armed */

void arm(long at) { atomic_store(&calls, 0); atomic_store(&last, at); }
long counted(void) { return atomic_load(&calls); }

static void point(void) {
  if (atomic_fetch_add(&calls, 1) + 1 == atomic_load(&last)) kill(getpid(), SIGKILL);
}

static int ours(const char *path) {
  const char *under = getenv("KILL_UNDER");
  return under && path && strstr(path, under) != NULL;
}

static void on(int fd) {
  struct stat told;
  if (atomic_load(&last) < 0 || fstat(fd, &told)) return;
  if (S_ISSOCK(told.st_mode)) {
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    if (!getsockname(fd, (struct sockaddr *)&at, &size) && at.ss_family != AF_UNIX) point();
  } else if (S_ISREG(told.st_mode)) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size > 0) { path[size] = 0; if (ours(path)) point(); }
  }
}

static void at(const char *path) { if (atomic_load(&last) >= 0 && ours(path)) point(); }

#define REAL(kind, name, ...) static kind (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *data, size_t size) { REAL(ssize_t, "write", int, const void *, size_t); on(fd); return real(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t where) { REAL(ssize_t, "pwrite", int, const void *, size_t, off_t); on(fd); return real(fd, data, size, where); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t where) { REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t); on(fd); return real(fd, data, size, where); }
ssize_t writev(int fd, const struct iovec *parts, int count) { REAL(ssize_t, "writev", int, const struct iovec *, int); on(fd); return real(fd, parts, count); }
int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); on(fd); return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(int, "ftruncate64", int, off64_t); on(fd); return real(fd, size); }
int fsync(int fd) { REAL(int, "fsync", int); on(fd); return real(fd); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); on(fd); return real(fd); }
int rename(const char *from, const char *to) { REAL(int, "rename", const char *, const char *); at(to); return real(from, to); }
int renameat(int a, const char *from, int b, const char *to) { REAL(int, "renameat", int, const char *, int, const char *); at(to); return real(a, from, b, to); }
int unlink(const char *path) { REAL(int, "unlink", const char *); at(path); return real(path); }
int unlinkat(int a, const char *path, int flags) { REAL(int, "unlinkat", int, const char *, int); at(path); return real(a, path, flags); }
int connect(int fd, const struct sockaddr *to, socklen_t size) { REAL(int, "connect", int, const struct sockaddr *, socklen_t); on(fd); return real(fd, to, size); }
ssize_t send(int fd, const void *data, size_t size, int flags) { REAL(ssize_t, "send", int, const void *, size_t, int); on(fd); return real(fd, data, size, flags); }
ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length) { REAL(ssize_t, "sendto", int, const void *, size_t, int, const struct sockaddr *, socklen_t); on(fd); return real(fd, data, size, flags, to, length); }
ssize_t sendmsg(int fd, const struct msghdr *told, int flags) { REAL(ssize_t, "sendmsg", int, const struct msghdr *, int); on(fd); return real(fd, told, flags); }
ssize_t recv(int fd, void *data, size_t size, int flags) { REAL(ssize_t, "recv", int, void *, size_t, int); on(fd); return real(fd, data, size, flags); }
ssize_t recvfrom(int fd, void *data, size_t size, int flags, struct sockaddr *from, socklen_t *length) { REAL(ssize_t, "recvfrom", int, void *, size_t, int, struct sockaddr *, socklen_t *); on(fd); return real(fd, data, size, flags, from, length); }
ssize_t recvmsg(int fd, struct msghdr *told, int flags) { REAL(ssize_t, "recvmsg", int, struct msghdr *, int); on(fd); return real(fd, told, flags); }
