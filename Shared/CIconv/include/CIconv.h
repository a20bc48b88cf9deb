// The C library's converter of character sets, without one of its headers (see CLinux.h for why).
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Where a conversion to UTF-8 stands.
typedef struct {
    /// Bytes read so far.
    size_t read;
    /// Bytes written so far.
    size_t wrote;
    /// Bytes that belong to no letter of the set.
    size_t bad;
} aftersail_conversion;

/// A converter from a named set to UTF-8; null where the C library knows no such set.
void *_Nullable aftersail_converter_open(const char *_Nonnull name);

/// Frees a converter.
void aftersail_converter_close(void *_Nonnull converter);

/// Converts until the input ends or the output is full; writes U+FFFD for each bad byte.
///
/// The output needs room for at least eight bytes; it was too small where not all of the input was read.
aftersail_conversion aftersail_convert(
    void *_Nonnull converter, const uint8_t *_Nonnull input, size_t input_count, uint8_t *_Nonnull output, size_t output_count);
