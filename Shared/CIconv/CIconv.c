#include "CIconv.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

void *aftersail_converter_open(const char *name) {
    iconv_t converter = iconv_open("UTF-8", name);
    return converter == (iconv_t)-1 ? 0 : converter;
}

void aftersail_converter_close(void *converter) {
    iconv_close(converter);
}

aftersail_conversion aftersail_convert(
    void *converter, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count) {
    char *from = (char *)input, *to = (char *)output;
    size_t in_left = input_count, out_left = output_count, bad = 0;
    // Back to the set's first state, whatever the last text left.
    iconv(converter, 0, 0, 0, 0);
    while (in_left > 0) {
        if (iconv(converter, &from, &in_left, &to, &out_left) != (size_t)-1) break;
        if (errno == E2BIG || out_left < 3) break;
        bad++;
        from++;
        in_left--;
        memcpy(to, "\xEF\xBF\xBD", 3);
        to += 3;
        out_left -= 3;
    }
    // Some sets hold a letter back until they know that no mark follows.
    if (in_left == 0) iconv(converter, 0, 0, &to, &out_left);
    return (aftersail_conversion){ input_count - in_left, output_count - out_left, bad };
}
