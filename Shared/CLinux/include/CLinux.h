// Linux calls that Swift's Glibc module does not show, without one of Linux's headers.
//
// Those calls stand behind _GNU_SOURCE, which changes the shape of types (fd_set, for one) that the Glibc module
// declares too; whoever sees both shapes may refuse to compile. So the headers stay in CLinux.c.
#pragma once
#include <stdint.h>

/// eventfd(2), closed on exec and not blocking; -1 if no descriptor is left.
int aftersail_eventfd(void);

/// Adds one to the event counter; the result says nothing a caller could act on.
void aftersail_eventfd_signal(int descriptor);

/// Sets the event counter back to zero.
void aftersail_eventfd_clear(int descriptor);

/// pthread_setname_np(3): `thread` is a pthread_t, `name` has at most 15 bytes.
void aftersail_name_thread(unsigned long thread, const char *_Nonnull name);

/// ppoll(2) with nanosecond resolution; `descriptors` are `count` of struct pollfd, a negative timeout waits without limit.
int aftersail_poll(void *_Nonnull descriptors, unsigned long count, int64_t nanoseconds);

/// Gives pages that no longer hold anything back to the system (malloc_trim(3)).
void aftersail_trim_heaps(void);

/// Lets go the pages of code that nobody uses any more, such as those of the start: what stays resident is what works.
///
/// A page comes back from the file's cache at its next use, in about a microsecond.
void aftersail_release_code(void);

/// Bytes that the program holds of all its heaps (mallinfo2(3)).
unsigned long aftersail_bytes_in_use(void);

/// Bounds the heaps that glibc makes for threads (mallopt(3), M_ARENA_MAX).
void aftersail_limit_heaps(int count);
