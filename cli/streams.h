/* SPDX-License-Identifier: MIT */
/* Two files with the bytes of a connection's directions, played to a judge as the packets of one connection: so raw
 * streams are judged by the very code that judges captures. */
#ifndef CLI_STREAMS_H
#define CLI_STREAMS_H

#include <signal.h>
#include <stdio.h>

#include "pcap/judge.h"

/* What can go wrong. */
typedef enum cli_streams_result {
    CLI_STREAMS_OK = 0,
    CLI_STREAMS_READ, /* a file can't be read on: ferror() tells which */
    CLI_STREAMS_MEMORY,
} cli_streams_result;

/* Play files to a judge: requests first, as a response answers a request that was seen.
 *
 *   requests, responses  open for reading; either may be NULL
 *   stop                 ends it when raised
 *
 * The judge is not finished by this. Packets have numbers and no times; they mean nothing to a user. */
cli_streams_result cli_streams_play(cap_judge *judge, FILE *requests, FILE *responses,
                                    const volatile sig_atomic_t *stop);

#endif
