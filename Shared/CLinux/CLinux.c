#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

int aftersail_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void aftersail_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    ssize_t ignored = write(descriptor, &one, sizeof one);
    (void)ignored;
}

void aftersail_eventfd_clear(int descriptor) {
    uint64_t count;
    ssize_t ignored = read(descriptor, &count, sizeof count);
    (void)ignored;
}

void aftersail_name_thread(unsigned long thread, const char *name) {
    pthread_setname_np(thread, name);
}

int aftersail_poll(void *descriptors, unsigned long count, int64_t nanoseconds) {
    if (nanoseconds < 0) return ppoll(descriptors, count, 0, 0);
    struct timespec timeout = { nanoseconds / 1000000000, nanoseconds % 1000000000 };
    return ppoll(descriptors, count, &timeout, 0);
}

void aftersail_trim_heaps(void) {
    malloc_trim(0);
}

// Of one loaded object, lets go the pages that are as they are in its file; they are mapped again when they are used.
static int aftersail_release_object(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        // Relocations in the code would be lost. The kernel's own object has no file.
        if (object->dlpi_phdr[index].p_type != PT_DYNAMIC) continue;
        const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + object->dlpi_phdr[index].p_vaddr);
        for (; entry->d_tag != DT_NULL; entry++) {
            if (entry->d_tag == DT_TEXTREL) return 0;
            if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return 0;
        }
    }
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[index];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
        uintptr_t start = (object->dlpi_addr + part->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_memsz) & ~(page - 1);
        if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void aftersail_release_code(void) {
    dl_iterate_phdr(aftersail_release_object, NULL);
}

unsigned long aftersail_bytes_in_use(void) {
    struct mallinfo2 heaps = mallinfo2();
    return heaps.uordblks + heaps.hblkhd;
}

void aftersail_limit_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
    // Otherwise both grow with the largest buffer ever freed, and what a big batch took is kept for good.
    mallopt(M_MMAP_THRESHOLD, 512 << 10);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
}
