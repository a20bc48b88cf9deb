// Linux calls that Swift's Glibc module does not show.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

/// eventfd(2) is behind a header that the Glibc overlay leaves out.
static inline int aftersail_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/// Adds one to the event counter; the result says nothing a caller could act on.
static inline void aftersail_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    ssize_t ignored = write(descriptor, &one, sizeof one);
    (void)ignored;
}

/// Sets the event counter back to zero.
static inline void aftersail_eventfd_clear(int descriptor) {
    uint64_t count;
    ssize_t ignored = read(descriptor, &count, sizeof count);
    (void)ignored;
}

#ifdef __cplusplus
extern "C" {
#endif
/// ppoll(2) and pthread_setname_np(3), declared here because they stand behind _GNU_SOURCE, which the overlay does not define.
extern int pthread_setname_np(unsigned long, const char *);
extern int ppoll(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
#ifdef __cplusplus
}
#endif

/// Waits with nanosecond resolution; a negative timeout waits without limit.
static inline int aftersail_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds) {
    if (nanoseconds < 0) return ppoll(descriptors, count, 0, 0);
    struct timespec timeout = { nanoseconds / 1000000000, nanoseconds % 1000000000 };
    return ppoll(descriptors, count, &timeout, 0);
}

/// Gives pages that no longer hold anything back to the system (malloc_trim(3)).
static inline void aftersail_trim_heaps(void) {
    malloc_trim(0);
}

/// Bounds the heaps that glibc makes for threads (mallopt(3), M_ARENA_MAX).
static inline void aftersail_limit_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
    // Otherwise both grow with the largest buffer ever freed, and what a big batch took is kept for good.
    mallopt(M_MMAP_THRESHOLD, 512 << 10);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
}
