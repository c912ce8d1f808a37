/* SPDX-License-Identifier: MIT */
/* What a proxy made of its own while a case was played, told from what it was given to pass on. */
#ifndef CONF_PROXY_SENT_H
#define CONF_PROXY_SENT_H

#include "play_proxy_one.h"

/* Look at all that it forwarded and answered in a play that is over. */
void conf_proxy_look(const conf_proxy_play *play, conf_proxy_sent *sent);

#endif
