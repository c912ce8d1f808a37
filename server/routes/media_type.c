/* SPDX-License-Identifier: MIT */
/* The table of extensions, in the order of their letters, so that it can be searched by halves. */
#include "server/routes/media_type.h"

#include <stdlib.h>
#include <string.h>

enum {
    EXTENSION_MOST = 11, /* letters of the longest one here */
};

typedef struct extension {
    char name[EXTENSION_MOST + 1];
    const char *media_type;
} extension;

#define TEXT(subtype) "text/" subtype "; charset=utf-8"

static const extension table[] = {
    {"7z", "application/x-7z-compressed"},
    {"aac", "audio/aac"},
    {"apng", "image/apng"},
    {"atom", "application/atom+xml"},
    {"avif", "image/avif"},
    {"bin", "application/octet-stream"},
    {"bmp", "image/bmp"},
    {"br", "application/octet-stream"},
    {"bz2", "application/x-bzip2"},
    {"c", TEXT("x-c")},
    {"cjs", TEXT("javascript")},
    {"css", TEXT("css")},
    {"csv", TEXT("csv")},
    {"deb", "application/vnd.debian.binary-package"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"eot", "application/vnd.ms-fontobject"},
    {"epub", "application/epub+zip"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"h", TEXT("x-c")},
    {"htm", TEXT("html")},
    {"html", TEXT("html")},
    {"ico", "image/vnd.microsoft.icon"},
    {"ics", TEXT("calendar")},
    {"iso", "application/octet-stream"},
    {"jar", "application/java-archive"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", TEXT("javascript")},
    {"json", "application/json"},
    {"jsonl", "application/jsonl"},
    {"jsonld", "application/ld+json"},
    {"log", TEXT("plain")},
    {"m4a", "audio/mp4"},
    {"m4v", "video/mp4"},
    {"map", "application/json"},
    {"md", TEXT("markdown")},
    {"mid", "audio/midi"},
    {"mjs", TEXT("javascript")},
    {"mkv", "video/matroska"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"opus", "audio/ogg"},
    {"otf", "font/otf"},
    {"pcap", "application/vnd.tcpdump.pcap"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"py", TEXT("x-python")},
    {"rss", "application/rss+xml"},
    {"rtf", "application/rtf"},
    {"sarif", "application/sarif+json"},
    {"sh", TEXT("x-shellscript")},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"tgz", "application/gzip"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"toml", "application/toml"},
    {"tsv", TEXT("tab-separated-values")},
    {"ttf", "font/ttf"},
    {"txt", TEXT("plain")},
    {"vtt", TEXT("vtt")},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"weba", "audio/webm"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xhtml", "application/xhtml+xml"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"xml", "application/xml"},
    {"xz", "application/x-xz"},
    {"yaml", "application/yaml"},
    {"yml", "application/yaml"},
    {"zip", "application/zip"},
    {"zst", "application/zstd"},
};

static int by_name(const void *key, const void *row)
{
    return strcmp(key, ((const extension *)row)->name);
}

/* Copy an extension in lower case; false where it is longer than any here. */
static bool lower_extension(const char *dot, char out[EXTENSION_MOST + 1])
{
    size_t i;

    for (i = 0; dot[i] != '\0'; i++) {
        if (i == EXTENSION_MOST)
            return false;
        out[i] = dot[i] >= 'A' && dot[i] <= 'Z' ? (char)(dot[i] + ('a' - 'A')) : dot[i];
    }
    out[i] = '\0';
    return true;
}

const char *srv_media_type_of(const char *name)
{
    const char *dot = strrchr(name, '.'); /* should it be a folder's, then no extension of the table follows it */
    char lower[EXTENSION_MOST + 1];
    const extension *row = NULL;

    if (dot != NULL && lower_extension(dot + 1, lower))
        row = bsearch(lower, table, sizeof table / sizeof *table, sizeof *table, by_name);
    return row != NULL ? row->media_type : "application/octet-stream";
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);

    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

bool srv_media_type_shrinks(const char *media_type)
{
    static const char *const others[] = {"application/json", "application/jsonl", "application/xml",
                                         "application/toml", "application/yaml",  "application/wasm"};

    if (strncmp(media_type, "text/", 5) == 0 || ends_with(media_type, "+xml") || ends_with(media_type, "+json"))
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(media_type, others[i]) == 0)
            return true;
    return false;
}
