/* SPDX-License-Identifier: MIT */
/* See address.h. */
#include "cli/address.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_port(const char *text)
{
    unsigned port = 0;

    if (*text == '\0' || strlen(text) > 5)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        port = port * 10 + (unsigned)(*text - '0');
    }
    return port <= 65535;
}

bool cli_address_read(const char *word, cli_address *address)
{
    const char *colon = strrchr(word, ':');
    size_t len;

    if (colon == NULL || !is_port(colon + 1))
        return false;
    len = (size_t)(colon - word);
    if (len >= 2 && word[0] == '[' && word[len - 1] == ']') {
        word++;
        len -= 2;
    } else if (memchr(word, ':', len) != NULL) {
        return false; /* IPv6 without brackets: which colon begins the port? */
    }
    if (len >= sizeof address->host)
        return false;
    memcpy(address->host, word, len);
    address->host[len] = '\0';
    snprintf(address->port, sizeof address->port, "%s", colon + 1);
    return true;
}

cli_address_text cli_address_text_of(const struct sockaddr *address, socklen_t len)
{
    char host[80] = "?", port[8] = "0";
    cli_address_text text;

    getnameinfo(address, len, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(text.text, sizeof text.text, strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host, port);
    return text;
}

static bool begins_to_listen(int fd, const struct addrinfo *at)
{
    const int on = 1;

    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0;
}

static bool begins_to_share(int fd, const struct addrinfo *at)
{
    const int on = 1;

    return setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0 && begins_to_listen(fd, at);
}

static bool connects(int fd, const struct addrinfo *at)
{
    return connect(fd, at->ai_addr, at->ai_addrlen) == 0;
}

static int open_first(const cli_address *address, int flags, int type, bool (*use)(int, const struct addrinfo *),
                      const char **why)
{
    const struct addrinfo hints = {.ai_flags = flags | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(address->host[0] != '\0' ? address->host : NULL, address->port, &hints, &found);
    int fd = -1;

    if (error != 0) {
        *why = error == EAI_SYSTEM ? strerror(errno) : gai_strerror(error);
        return -1;
    }
    for (const struct addrinfo *at = found; at != NULL && fd < 0; at = at->ai_next) {
        fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | type, 0);
        if (fd >= 0 && use(fd, at))
            break;
        *why = strerror(errno);
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

int cli_address_connect(const cli_address *address, const char **why)
{
    return open_first(address, 0, 0, connects, why);
}

int cli_address_listen(const cli_address *address, const char **why)
{
    return open_first(address, AI_PASSIVE, SOCK_NONBLOCK, begins_to_listen, why);
}

int cli_address_listen_shared(const cli_address *address, const char **why)
{
    return open_first(address, AI_PASSIVE, SOCK_NONBLOCK, begins_to_share, why);
}
