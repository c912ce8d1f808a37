/* SPDX-License-Identifier: MIT */
/* Which kernel is in use: chosen by the first call, from what the machine has and what was built. The choice is the
 * library's one variable; two threads that choose at once choose the same.
 *
 * A kernel is built only where our tests run it: NEON for AArch64 (under an emulator), the others where they are. */
#include "parser/src/scan/scan.h"

#include <stdatomic.h>
#include <string.h>

#include "parser/src/head/head_piece.h"
#include "parser/src/head/head_scan.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

static size_t choose_and_read(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                              size_t *got);

static const h1i_kernel none = {.name = "none", .next_n = h1i_scan_leave};
static const h1i_kernel undecided = {.name = "undecided", .next_n = choose_and_read};
static const h1i_kernel *_Atomic in_use = &undecided;

/* The best first. */
static const h1i_kernel *const BUILT[] = {
#if defined(__x86_64__)
    &h1i_kernel_avx2,
    &h1i_kernel_sse42,
#elif defined(__aarch64__)
    &h1i_kernel_neon,
#endif
    &h1i_kernel_words,
};
enum { KERNELS = sizeof BUILT / sizeof *BUILT };

#if defined(__x86_64__)
/* The operating system saves the upper halves of the vector registers: XCR0 bits 1 and 2. */
static bool saves_vectors(unsigned leaf1_ecx)
{
    uint32_t low;
    uint32_t high;

    if ((leaf1_ecx & bit_OSXSAVE) == 0)
        return false;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & 6) == 6;
}

static bool runs_here(const h1i_kernel *kernel)
{
    unsigned a;
    unsigned b;
    unsigned c;
    unsigned d;
    const unsigned wanted = bit_AVX2 | bit_BMI | bit_BMI2;

    if (kernel == &h1i_kernel_words)
        return true;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0)
        return false;
    if (kernel == &h1i_kernel_sse42)
        return (c & bit_SSE4_2) != 0 && (c & bit_SSSE3) != 0;
    if (!saves_vectors(c) || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0)
        return false;
    return (b & wanted) == wanted;
}
#else
static bool runs_here(const h1i_kernel *kernel)
{
    (void)kernel; /* NEON is part of AArch64 */
    return true;
}
#endif

const h1i_kernel *h1i_scan_kernel(void)
{
    const h1i_kernel *kernel = atomic_load_explicit(&in_use, memory_order_relaxed);

    if (kernel != &undecided)
        return kernel;
    for (size_t i = 0; i < KERNELS && kernel == &undecided; i++) {
        if (runs_here(BUILT[i]))
            kernel = BUILT[i];
    }
    atomic_store_explicit(&in_use, kernel, memory_order_relaxed);
    return kernel;
}

static size_t choose_and_read(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                              size_t *got)
{
    return h1i_scan_kernel()->next_n(s, buf, len, how, ev, n, got);
}

static bool is_called(const h1i_kernel *kernel, const char *name)
{
    size_t len = strlen(name);
    return strlen(kernel->name) == len && memcmp(kernel->name, name, len) == 0;
}

void h1i_scan_use(const h1i_kernel *kernel)
{
    atomic_store_explicit(&in_use, kernel, memory_order_relaxed);
}

bool h1i_scan_force(const char *name)
{
    const h1i_kernel *kernel = is_called(&none, name) ? &none : NULL;

    for (size_t i = 0; i < KERNELS && kernel == NULL; i++) {
        if (is_called(BUILT[i], name) && runs_here(BUILT[i]))
            kernel = BUILT[i];
    }
    if (kernel == NULL)
        return false;
    h1i_scan_use(kernel);
    return true;
}

const char *h1_kernel_name(size_t index)
{
    return index < KERNELS ? BUILT[index]->name : NULL;
}

const char *h1_kernel_in_use(void)
{
    return h1i_scan_kernel()->name;
}

size_t h1_next_n(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev, size_t n, size_t *got)
{
    const h1i_kernel *kernel = atomic_load_explicit(&in_use, memory_order_relaxed);

    if (len > UINT32_MAX) { /* spans count no further; the rest comes with the next call */
        len = UINT32_MAX;
        end = false;
    }
    return kernel->next_n(s, buf, len, end ? H1I_END : 0, ev, n, got);
}

/* Apart, so that who comes with single bytes pays for no memory of its own. */
static __attribute__((noinline)) size_t next_one(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    size_t got;

    return h1_next_n(s, buf, len, end, ev, 1, &got);
}

size_t h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    const h1i_kernel *kernel = atomic_load_explicit(&in_use, memory_order_relaxed);

    if (end || kernel->lines == NULL || !h1i_piece_of_byte(s, buf, len))
        return next_one(s, buf, len, end, ev);
    h1i_put_more(ev);
    return 0;
}
