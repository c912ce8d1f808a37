/* SPDX-License-Identifier: MIT */
/* See ip6_step.h. The nine alternatives of the grammar come down to a count: eight groups, or at most seven and one
 * "::" that stands for the missing ones; a dotted tail counts as two groups.
 *
 *   IPv6address =                            6( h16 ":" ) ls32
 *               /                       "::" 5( h16 ":" ) ls32
 *               / …
 *               / [ *6( h16 ":" ) h16 ] "::"
 *   h16         = 1*4HEXDIG
 *   ls32        = ( h16 ":" h16 ) / IPv4address                                         RFC 3986 section 3.2.2 */
#include "parser/src/uri/ip6_step.h"

#include "parser/src/bytes.h"

/* groups: complete 16-bit groups, each followed by a colon; digits: of the group or octet being read; octets: dots
 * seen; value: the decimal value of the group or octet being read, while it can be one; flags: */
enum {
    ELIDED = 1,      /* "::" was read */
    ONE_COLON = 2,   /* the byte before is a colon behind a group */
    TWO_COLONS = 4,  /* the two bytes before are "::" */
    FIRST_COLON = 8, /* the only byte so far is a colon: another one is due */
    NO_DECIMAL = 16, /* the group being read can't be an octet of a dotted tail */
    ANY_COLON = ONE_COLON | TWO_COLONS | FIRST_COLON,
};

static unsigned most_groups(const h1_ip6_state *ip)
{
    return (ip->flags & ELIDED) != 0 ? 7 : 8;
}

/* dec-octet = DIGIT / %x31-39 DIGIT / "1" 2DIGIT / "2" %x30-34 DIGIT / "25" %x30-35      RFC 3986 section 3.2.2 */
static bool octet_takes(const h1_ip6_state *ip, uint8_t byte)
{
    if (!h1i_is(byte, H1I_DIGIT))
        return false;
    if (ip->digits == 0)
        return true;
    return ip->value != 0 && ip->value * 10 + (byte - '0') <= 255;
}

static bool take_digit(h1_ip6_state *ip, uint8_t byte)
{
    bool decimal = octet_takes(ip, byte) && (ip->flags & NO_DECIMAL) == 0;

    if (ip->octets > 0 && !decimal)
        return false;
    if (ip->octets == 0 && (ip->digits == 4 || ip->groups == most_groups(ip) || (ip->flags & FIRST_COLON) != 0))
        return false;
    if (ip->digits == 0)
        ip->value = 0;
    if (decimal)
        ip->value = (uint8_t)(ip->value * 10 + (byte - '0'));
    else
        ip->flags |= NO_DECIMAL;
    ip->digits++;
    ip->flags &= (uint8_t)~ANY_COLON;
    return true;
}

static bool take_second_colon(h1_ip6_state *ip)
{
    if ((ip->flags & (ELIDED | TWO_COLONS)) != 0)
        return false;
    ip->flags = ELIDED | TWO_COLONS;
    return true;
}

static bool take_colon(h1_ip6_state *ip)
{
    if (ip->octets > 0)
        return false;
    if ((ip->flags & ANY_COLON) != 0)
        return take_second_colon(ip);
    if (ip->digits == 0) {
        ip->flags |= FIRST_COLON;
        return true;
    }
    ip->groups++;
    ip->digits = 0;
    ip->flags = (uint8_t)((ip->flags & ELIDED) | ONE_COLON);
    return ip->groups < most_groups(ip);
}

/* The first dot turns the group being read into the first octet of a tail that stands for two groups. */
static bool take_dot(h1_ip6_state *ip)
{
    bool fits = (ip->flags & ELIDED) != 0 ? ip->groups <= 5 : ip->groups == 6;

    if (ip->digits == 0 || (ip->flags & NO_DECIMAL) != 0 || ip->octets == 3 || !fits)
        return false;
    ip->octets++;
    ip->digits = 0;
    return true;
}

bool h1i_ip6_step(h1_ip6_state *ip, uint8_t byte)
{
    if (h1i_is(byte, H1I_HEXDIG))
        return take_digit(ip, byte);
    if (byte == ':')
        return take_colon(ip);
    return byte == '.' && take_dot(ip);
}

bool h1i_ip6_end(const h1_ip6_state *ip)
{
    if (ip->octets > 0)
        return ip->octets == 3 && ip->digits > 0;
    if (ip->digits == 0)
        return (ip->flags & TWO_COLONS) != 0;
    return (ip->flags & ELIDED) != 0 || ip->groups == 7;
}
