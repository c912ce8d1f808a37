/* SPDX-License-Identifier: MIT */
/* A kernel as an object: the fast path, and the operations it is built on, which tests call by themselves. Each
 * scan_*.c includes it behind head/head_scan.inc.h and
 *
 *   SCAN_KERNEL, SCAN_NAME   the object and its name
 *   SCAN_SIZES               scan_sizes() of scan_sizes.inc.h, or NULL */

static uint64_t scan_controls_of(const uint8_t *block)
{
    return scan_controls(block);
}

static bool scan_is_text_of(const uint8_t *block)
{
    return scan_is_text(block);
}

static unsigned scan_tchars(const uint8_t *bytes, unsigned skip)
{
    return (unsigned)scan_run(&h1i_tchars, bytes, skip);
}

static unsigned scan_target_bytes(const uint8_t *bytes, unsigned skip)
{
    return (unsigned)scan_run(&h1i_target_bytes, bytes, skip);
}

static unsigned scan_host_bytes(const uint8_t *bytes, unsigned skip)
{
    return (unsigned)scan_run(&h1i_host_bytes, bytes, skip);
}

const h1i_kernel SCAN_KERNEL = {
    SCAN_NAME,       scan_next_n, scan_lines,        SCAN_SIZES,      scan_controls_of,
    scan_is_text_of, scan_tchars, scan_target_bytes, scan_host_bytes,
};
