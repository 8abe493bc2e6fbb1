/*
 * What a process meets on a bad machine: another time, files that cannot be removed, a full disk,
 * a folder that can only be read, and its own death just before it removes a certain file.
 *
 * Loaded by LD_PRELOAD, told by the environment, and silent without it:
 *   MEDDLE_AHEAD     seconds by which the clock of the day is put forward
 *   MEDDLE_HELD      paths that cannot be removed or renamed, though emptied, one a line
 *   MEDDLE_FULL      a folder on a full disk: nothing is written or made below it
 *   MEDDLE_READ_ONLY files and folders, one a line, of which nothing can be changed
 *   MEDDLE_DIES_AT   a part of a path: the process dies before it removes what has it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static long ahead;
static const char *held, *full, *read_only, *dies_at;

__attribute__((constructor)) static void begin(void) {
    const char *seconds = getenv("MEDDLE_AHEAD");
    ahead = seconds ? atol(seconds) : 0;
    held = getenv("MEDDLE_HELD");
    full = getenv("MEDDLE_FULL");
    read_only = getenv("MEDDLE_READ_ONLY");
    dies_at = getenv("MEDDLE_DIES_AT");
}

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

/* The clock of the day; the others go on as they are. */

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += ahead;
    return failed;
}

time_t time(time_t *into) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec whole;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &whole);
    now->tv_sec = whole.tv_sec;
    now->tv_usec = whole.tv_nsec / 1000;
    return 0;
}

/* Whether one of the lines of `folders` is `path`, or stands above it. */
static int below(const char *folders, const char *path) {
    while (folders && *folders) {
        size_t length = strcspn(folders, "\n");
        if (length && !strncmp(path, folders, length) &&
            (path[length] == '\0' || path[length] == '/'))
            return 1;
        folders += length + (folders[length] == '\n');
    }
    return 0;
}

static int is_one_of(const char *paths, const char *path) {
    while (paths && *paths) {
        size_t length = strcspn(paths, "\n");
        if (length == strlen(path) && !strncmp(path, paths, length)) return 1;
        paths += length + (paths[length] == '\n');
    }
    return 0;
}

/* What a name stands for, whatever links and dots lead there. */
static int of_name(int folder, const char *name, char *buffer) {
    char path[PATH_MAX], within[PATH_MAX];
    int before = errno;
    if (!(held || full || read_only || dies_at) || !name) return 0;
    const char *last = strrchr(name, '/');
    int length = last ? (int)(last - name) + 1 : 0;
    if (name[0] == '/' || folder == AT_FDCWD)
        snprintf(path, sizeof path, "%.*s", length ? length : 1, length ? name : ".");
    else
        snprintf(path, sizeof path, "/proc/self/fd/%d/%.*s", folder, length, name);
    const char *found = realpath(path, within);
    errno = before;
    return found && snprintf(buffer, PATH_MAX, "%s/%s", within, name + length) < PATH_MAX;
}

static int of_descriptor(int descriptor, char *buffer) {
    char link[64];
    if (!full) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlink, link, buffer, PATH_MAX - 1);
    if (length <= 0) return 0;
    buffer[length] = '\0';
    return 1;
}

static int refused(int error) {
    errno = error;
    return -1;
}

/* Whether `name` may not be removed or renamed, with errno set. */
static int kept(int folder, const char *name) {
    char path[PATH_MAX];
    if (!of_name(folder, name, path)) return 0;
    if (dies_at && strstr(path, dies_at)) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    if (is_one_of(held, path)) return refused(EPERM);
    return below(read_only, path) ? refused(EROFS) : 0;
}

/* Whether nothing may be made there, with errno set. */
static int shut(int folder, const char *name) {
    char path[PATH_MAX];
    if (!of_name(folder, name, path)) return 0;
    if (below(full, path)) return refused(ENOSPC);
    return below(read_only, path) ? refused(EROFS) : 0;
}

#define UNLESS(hindered, declared, call) \
    declared { return (hindered) ? -1 : (call); }

UNLESS(kept(AT_FDCWD, name), int unlink(const char *name), REAL(unlink)(name))
UNLESS(kept(AT_FDCWD, name), int rmdir(const char *name), REAL(rmdir)(name))
UNLESS(kept(folder, name), int unlinkat(int folder, const char *name, int flags),
       REAL(unlinkat)(folder, name, flags))
UNLESS(kept(AT_FDCWD, old) || shut(AT_FDCWD, new), int rename(const char *old, const char *new),
       REAL(rename)(old, new))
UNLESS(kept(from, old) || shut(to, new),
       int renameat(int from, const char *old, int to, const char *new),
       REAL(renameat)(from, old, to, new))
UNLESS(shut(AT_FDCWD, name), int mkdir(const char *name, mode_t mode), REAL(mkdir)(name, mode))
UNLESS(shut(folder, name), int mkdirat(int folder, const char *name, mode_t mode),
       REAL(mkdirat)(folder, name, mode))

UNLESS(shut(AT_FDCWD, name), int truncate(const char *name, off_t length),
       syscall(SYS_truncate, name, length))
UNLESS(shut(AT_FDCWD, name), int truncate64(const char *name, off64_t length),
       syscall(SYS_truncate, name, length))

/* Writes. */

static int without_room(int descriptor, size_t bytes) {
    char path[PATH_MAX];
    return bytes && of_descriptor(descriptor, path) && below(full, path) ? refused(ENOSPC) : 0;
}

UNLESS(without_room(fd, count), ssize_t write(int fd, const void *from, size_t count),
       REAL(write)(fd, from, count))
UNLESS(without_room(fd, count), ssize_t pwrite(int fd, const void *from, size_t count, off_t at),
       REAL(pwrite)(fd, from, count, at))
UNLESS(without_room(fd, count), ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at),
       REAL(pwrite64)(fd, from, count, at))
UNLESS(without_room(fd, 1), ssize_t writev(int fd, const struct iovec *parts, int count),
       REAL(writev)(fd, parts, count))

/* Opening makes a file, or opens one to be changed. */

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    int changes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (changes && of_name(folder, name, path)) {
        if (below(read_only, path)) return refused(EROFS);
        if (flags & O_CREAT && below(full, path) && faccessat(folder, name, F_OK, 0))
            return refused(ENOSPC);
    }
    return syscall(SYS_openat, folder, name, flags, mode);
}

#define MODE_AFTER(last)                     \
    mode_t mode = 0;                         \
    if (flags & (O_CREAT | __O_TMPFILE)) {   \
        va_list rest;                        \
        va_start(rest, last);                \
        mode = va_arg(rest, mode_t);         \
        va_end(rest);                        \
    }

int open(const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(AT_FDCWD, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(AT_FDCWD, name, flags | O_LARGEFILE, mode);
}
int openat(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags) return opened(folder, name, flags | O_LARGEFILE, mode);
}
