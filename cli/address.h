/* SPDX-License-Identifier: MIT */
/* HOST:PORT on the command line, and sockets for it. An IPv6 address stands in brackets: [::1]:4040. */
#ifndef CLI_ADDRESS_H
#define CLI_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

typedef struct cli_address {
    char host[256]; /* without brackets; may be empty: every address of this machine */
    char port[8];   /* digits, 0 to 65535 */
} cli_address;

/* An address and port as they are written in a URL, by value so that nobody owns it. */
typedef struct cli_address_text {
    char text[128];
} cli_address_text;

/* Take a word apart. Returns false where it isn't HOST:PORT. */
bool cli_address_read(const char *word, cli_address *address);

/* The numeric form of a socket's address: "127.0.0.1:4040", "[::1]:4040". */
cli_address_text cli_address_text_of(const struct sockaddr *address, socklen_t len);

/* Connect, or listen; tries every address that the host has.
 *
 *   why  receives what failed, where something did
 *
 * Returns a descriptor, close-on-exec; a listening one doesn't block. -1 where it failed. */
int cli_address_connect(const cli_address *address, const char **why);
int cli_address_listen(const cli_address *address, const char **why);

/* Listen where others may as well that also asked to share: the kernel deals connections out among them. */
int cli_address_listen_shared(const cli_address *address, const char **why);

#endif
