/* SPDX-License-Identifier: MIT */
/* See filter.h. libpcap compiles and runs the expressions; what is kept here is one program a link type. */
#include "pcap/filter.h"

#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINK_TYPES_MOST = 64, /* of one capture; more than exist in practice */
    LINKTYPE_PPP_HDLC = 50,
    LINKTYPE_PPP_ETHER = 51,
    LINKTYPE_RAW = 101,
};

struct program {
    uint32_t link_type;
    struct bpf_program code;
};

struct cap_filter {
    char *expression;
    size_t count;
    struct program programs[LINK_TYPES_MOST];
};

int cap_dlt_of_link_type(uint32_t link_type)
{
    switch (link_type) {
    case LINKTYPE_RAW:
        return DLT_RAW;
    case LINKTYPE_PPP_HDLC:
        return DLT_PPP_SERIAL;
    case LINKTYPE_PPP_ETHER:
        return DLT_PPP_ETHER;
    default:
        return (int)link_type;
    }
}

uint32_t cap_link_type_of_dlt(int dlt)
{
    return dlt == DLT_RAW ? LINKTYPE_RAW : (uint32_t)dlt;
}

static cap_code wrong(cap_fault *fault, const char *words)
{
    cap_fault_set(fault, CAP_FILTER, 0, 0, 0);
    strncpy(fault->words, words, sizeof fault->words - 1);
    return CAP_FILTER;
}

static cap_code compile(cap_filter *filter, uint32_t link_type, struct program **made, cap_fault *fault)
{
    if (filter->count == LINK_TYPES_MOST)
        return wrong(fault, "too many link types in one capture");
    struct program *program = &filter->programs[filter->count];
    pcap_t *dead = pcap_open_dead(cap_dlt_of_link_type(link_type), CAP_PACKET_MOST);
    if (!dead)
        return cap_fault_set(fault, CAP_NO_MEMORY, 0, 0, 0);
    cap_code code = CAP_OK;
    if (pcap_compile(dead, &program->code, filter->expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
        code = wrong(fault, pcap_geterr(dead));
    pcap_close(dead);
    if (code != CAP_OK)
        return code;
    program->link_type = link_type;
    filter->count++;
    *made = program;
    return CAP_OK;
}

cap_code cap_filter_open(cap_filter **filter, const char *expression, cap_fault *fault)
{
    struct program *program;

    *filter = NULL;
    cap_filter *made = calloc(1, sizeof *made);
    if (made)
        made->expression = strdup(expression);
    if (!made || !made->expression) {
        free(made);
        return cap_fault_set(fault, CAP_NO_MEMORY, 0, 0, sizeof *made);
    }
    cap_code code = compile(made, DLT_EN10MB, &program, fault);
    if (code == CAP_OK)
        *filter = made;
    else
        cap_filter_close(made);
    return code;
}

cap_code cap_filter_packet(cap_filter *filter, const cap_packet *packet, bool *pass, cap_fault *fault)
{
    struct program *program = NULL;

    for (size_t i = 0; i < filter->count && !program; i++) {
        if (filter->programs[i].link_type == packet->link_type)
            program = &filter->programs[i];
    }
    if (!program) {
        cap_code code = compile(filter, packet->link_type, &program, fault);
        if (code != CAP_OK)
            return code;
    }
    struct pcap_pkthdr head = {.caplen = packet->captured, .len = packet->length};
    *pass = pcap_offline_filter(&program->code, &head, packet->bytes) != 0;
    return CAP_OK;
}

void cap_filter_close(cap_filter *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < filter->count; i++)
        pcap_freecode(&filter->programs[i].code);
    free(filter->expression);
    free(filter);
}
