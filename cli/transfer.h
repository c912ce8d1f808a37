/* SPDX-License-Identifier: MIT */
/* One connection to a receiver: a file goes out in a frame, its reply comes in. */
#ifndef CLI_TRANSFER_H
#define CLI_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/digest.h"
#include "framing/reply.h"

/* What became of a file. */
typedef enum cli_sent {
    CLI_SENT_STORED = 0, /* reply says where; size and hash are those of what was sent */
    CLI_SENT_REFUSED,    /* reply says why */
    CLI_SENT_WRONG,      /* the receiver stored something else: reply says what, or its reply is none */
    CLI_SENT_LOST,       /* the connection ended or was silent for too long; errno-like why in `why` */
    CLI_SENT_UNREADABLE, /* the file ended early or could not be read */
} cli_sent;

typedef struct cli_transfer {
    int fd;         /* connected; -1 while there is no connection */
    double silence; /* seconds without a byte either way after which the receiver counts as gone */
    cli_digest *digest;
    frame_decoder replies;
    uint8_t in[FRAME_HEADER + FRAME_REPLY_MOST]; /* [in_len] bytes of replies that aren't read yet */
    size_t in_len;
    frame_reply reply;
    const char *why; /* LOST, UNREADABLE, WRONG: in words */
} cli_transfer;

/* Begin with a connected socket, which is made non-blocking and closed by cli_transfer_close().
 *
 *   digest   borrowed
 *   uploads  how many files will be sent at most */
void cli_transfer_open(cli_transfer *t, int fd, cli_digest *digest, uint64_t uploads, double silence);

/* Send one file and wait for its reply. After anything but CLI_SENT_STORED the connection is of no more use.
 *
 *   head      [head_len] a frame's header and dictionary
 *   file      open for reading at its first byte
 *   size      bytes to send of it
 *   progress  called with the number of bytes sent so far */
cli_sent cli_transfer_send(cli_transfer *t, const uint8_t *head, size_t head_len, int file, uint64_t size,
                           void (*progress)(void *context, uint64_t sent), void *context);

void cli_transfer_close(cli_transfer *t);

#endif
