/* SPDX-License-Identifier: MIT */
/* See live.h. libpcap's own waiting has no end while no packet comes, whatever its time-out says (TPACKET_V3), and goes
 * on after a signal. So it never waits here: poll() does, for WAKE_MS, and then the time and the stop flag are looked
 * at. */
#include "pcap/live.h"

#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pcap/filter.h"

enum {
    SNAP_LENGTH = 262144,
    WAKE_MS = 50,
    KERNEL_BUFFER = 8 * 1024 * 1024,
};

struct cap_live {
    pcap_t *pcap;
    const volatile sig_atomic_t *stop;
    uint64_t until; /* nanoseconds of the monotonic clock; 0: no end */
    uint64_t packets;
    uint32_t link_type;
    bool nanoseconds;
};

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static cap_code failed(cap_fault *fault, cap_code code, const char *words)
{
    cap_fault_set(fault, code, 0, 0, 0);
    snprintf(fault->words, sizeof fault->words, "%s", words);
    return code;
}

static cap_code set_filter(cap_live *live, const char *expression, cap_fault *fault)
{
    struct bpf_program program;

    if (pcap_compile(live->pcap, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return failed(fault, CAP_FILTER, pcap_geterr(live->pcap));
    int set = pcap_setfilter(live->pcap, &program);
    pcap_freecode(&program);
    return set == 0 ? CAP_OK : failed(fault, CAP_FILTER, pcap_geterr(live->pcap));
}

static cap_code activate(cap_live *live, cap_fault *fault)
{
    pcap_set_snaplen(live->pcap, SNAP_LENGTH);
    pcap_set_promisc(live->pcap, 0);
    pcap_set_timeout(live->pcap, WAKE_MS);
    pcap_set_buffer_size(live->pcap, KERNEL_BUFFER);
    live->nanoseconds = pcap_set_tstamp_precision(live->pcap, PCAP_TSTAMP_PRECISION_NANO) == 0;
    int said = pcap_activate(live->pcap);
    if (said < 0) {
        const char *words = pcap_geterr(live->pcap);
        return failed(fault, CAP_LIVE, words[0] ? words : pcap_statustostr(said));
    }
    live->link_type = cap_link_type_of_dlt(pcap_datalink(live->pcap));
    return CAP_OK;
}

cap_code cap_live_open(cap_live **live, const char *interface, const char *expression, double seconds,
                       const volatile sig_atomic_t *stop, cap_fault *fault)
{
    char words[PCAP_ERRBUF_SIZE] = "";

    *live = NULL;
    cap_live *made = calloc(1, sizeof *made);
    if (!made)
        return cap_fault_set(fault, CAP_NO_MEMORY, 0, 0, sizeof *made);
    made->stop = stop;
    if (seconds > 0)
        made->until = now() + (uint64_t)(seconds * 1e9);
    made->pcap = pcap_create(interface, words);
    cap_code code = made->pcap ? activate(made, fault) : failed(fault, CAP_LIVE, words);
    if (code == CAP_OK && expression)
        code = set_filter(made, expression, fault);
    if (code == CAP_OK && pcap_setnonblock(made->pcap, 1, words) != 0)
        code = failed(fault, CAP_LIVE, words);
    if (code == CAP_OK)
        *live = made;
    else
        cap_live_close(made);
    return code;
}

static bool over(const cap_live *live)
{
    return (live->stop && *live->stop) || (live->until != 0 && now() >= live->until);
}

static void wait_for_packets(const cap_live *live)
{
    struct pollfd wanted = {.fd = pcap_get_selectable_fd(live->pcap), .events = POLLIN};

    poll(&wanted, 1, WAKE_MS);
}

cap_code cap_live_next(cap_live *live, cap_packet *packet, cap_fault *fault)
{
    struct pcap_pkthdr *head;
    const u_char *bytes;
    int said;

    do {
        if (over(live))
            return cap_fault_set(fault, CAP_END, 0, 0, 0);
        said = pcap_next_ex(live->pcap, &head, &bytes);
        if (said == 0)
            wait_for_packets(live);
    } while (said == 0);
    if (said == PCAP_ERROR_BREAK)
        return cap_fault_set(fault, CAP_END, 0, 0, 0);
    if (said < 0)
        return failed(fault, CAP_LIVE, pcap_geterr(live->pcap));
    *packet = (cap_packet){
        .number = ++live->packets,
        .time = (uint64_t)head->ts.tv_sec * 1000000000 + (uint64_t)head->ts.tv_usec * (live->nanoseconds ? 1 : 1000),
        .timed = true,
        .big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
        .link_type = live->link_type,
        .captured = head->caplen,
        .length = head->len < head->caplen ? head->caplen : head->len,
        .bytes = bytes,
    };
    return CAP_OK;
}

uint64_t cap_live_dropped(cap_live *live)
{
    struct pcap_stat stat;

    return pcap_stats(live->pcap, &stat) == 0 ? (uint64_t)stat.ps_drop + stat.ps_ifdrop : 0;
}

void cap_live_close(cap_live *live)
{
    if (!live)
        return;
    if (live->pcap)
        pcap_close(live->pcap);
    free(live);
}
