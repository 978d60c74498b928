/* zbsec's recognition core for C, and for whatever can call C: exact vector search and the soft plate match.
 *
 * The ABI is stable: what stands here keeps its meaning and its layout as long as ZBSEC_ABI_VERSION stays the same, and a
 * library whose zbsec_abi_version() differs from the header's is not to be used. New functions may be added; a changed one
 * gets a new name.
 *
 * Errors. What can fail returns a zbsec_status and leaves its object as it was. zbsec_last_error() then says for people
 * what was wrong, where, and what would be right. No exception leaves this library. A null pointer where one is needed is
 * ZBSEC_ERROR_ARGUMENT; one to an object that was destroyed is undefined, as in all of C.
 *
 * Threads. Any number of threads may use one object at once: searches run side by side; a change waits for the searches
 * that run and goes before those that come, and the next search sees it. Each object holds one reader-writer lock and
 * nothing is shared between objects, so there is no data race by construction. Only create, open and destroy are one
 * thread's business. The last error is each thread's own.
 *
 * Memory. The caller owns every array that is passed; none is kept. Templates and keys are overwritten with zeros before
 * their memory is given back.
 */
#ifndef ZBSEC_H
#define ZBSEC_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ZBSEC_API __attribute__((visibility("default")))
#else
#define ZBSEC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ZBSEC_ABI_VERSION 1

/* The version that the library was built with; compare it with ZBSEC_ABI_VERSION. */
ZBSEC_API int zbsec_abi_version(void);

typedef enum zbsec_status {
    ZBSEC_OK = 0,
    ZBSEC_ERROR_SHAPE = 1,       /* an array's content: the row is named */
    ZBSEC_ERROR_PLATE = 2,       /* a text is no plate: the character is named */
    ZBSEC_ERROR_UNKNOWN_ID = 3,  /* an id is not there */
    ZBSEC_ERROR_STORAGE = 4,     /* a file is absent, torn, altered, or cannot be written */
    ZBSEC_ERROR_ARGUMENT = 5,    /* an argument is null or out of range, or a key is not the right one */
    ZBSEC_ERROR_UNSUPPORTED = 6, /* this processor or build lacks what was asked for */
    ZBSEC_ERROR_MEMORY = 7,      /* there is not enough memory */
    ZBSEC_ERROR_INTERNAL = 8     /* a fault of the library: please report it */
} zbsec_status;

/* UTF-8, about the last call of this thread that failed; "" before the first. Good until this thread's next failure. */
ZBSEC_API const char *zbsec_last_error(void);

/* *name: "avx512", "avx2", "neon" or "scalar", for good. The environment variable ZBSEC_SIMD may ask for a lower one. */
ZBSEC_API zbsec_status zbsec_simd(const char **name);

/* ---- Exact cosine search ---- */

#define ZBSEC_MAX_DIM 4096
#define ZBSEC_KEY_BYTES 32

/* Vectors by id, 1 to ZBSEC_MAX_DIM numbers each, kept at unit length. */
typedef struct zbsec_index zbsec_index;

/* An empty index. key: ZBSEC_KEY_BYTES secret bytes under which the vectors are turned, or null. threads: of one search. */
ZBSEC_API zbsec_status zbsec_index_create(size_t dim, const uint8_t *key, unsigned threads, zbsec_index **index);

/* A saved index: mapped, and copied when first changed. Every byte is checked against its sum. */
ZBSEC_API zbsec_status zbsec_index_open(const char *path, const uint8_t *key, unsigned threads, zbsec_index **index);

/* Null is let pass. */
ZBSEC_API void zbsec_index_destroy(zbsec_index *index);

/* ids: count, 0 or more, each once. vectors: count x dim, row by row; zero, NaN and infinity are refused. All or none. */
ZBSEC_API zbsec_status zbsec_index_add(zbsec_index *index, const int64_t *ids, const float *vectors, size_t count);

/* All or none. The vectors' memory is overwritten with zeros. */
ZBSEC_API zbsec_status zbsec_index_remove(zbsec_index *index, const int64_t *ids, size_t count);

/* For each of count queries the k most similar vectors of cosine min_score or more, best first, equal ones by smaller id.
 *
 * queries: count x dim. min_score: -1 to 1. allowed: only these ids may be answers; null: all may.
 * ids, scores: count x k each; where there is no answer the id is -1 and the score NaN.
 * The answer is exact: that of comparing with every vector. With one thread a search like an earlier one of the same
 * index allocates nothing. */
ZBSEC_API zbsec_status zbsec_index_search(const zbsec_index *index, const float *queries, size_t count, size_t k,
                                          float min_score, const int64_t *allowed, size_t allowed_count, int64_t *ids,
                                          float *scores);

/* Turns every vector under another key, or under none where key is null. Scores move by rounding alone (1e-6). */
ZBSEC_API zbsec_status zbsec_index_rekey(zbsec_index *index, const uint8_t *key);

/* Writes a new file and puts it in the place of path when all of it is on disk: a crash leaves the file that was there. */
ZBSEC_API zbsec_status zbsec_index_save(const zbsec_index *index, const char *path);

ZBSEC_API size_t zbsec_index_dim(const zbsec_index *index);
ZBSEC_API size_t zbsec_index_size(const zbsec_index *index);
ZBSEC_API int zbsec_index_contains(const zbsec_index *index, int64_t id);

/* Up to `room` ids, ascending. *count: how many there are; where it is more than room, the smallest ones were written. */
ZBSEC_API zbsec_status zbsec_index_ids(const zbsec_index *index, int64_t *ids, size_t room, size_t *count);

/* ---- The soft plate match ---- */

#define ZBSEC_ALPHABET_SIZE 80
#define ZBSEC_MAX_PLATE_BYTES 32 /* a plate in UTF-8 and its final zero */
#define ZBSEC_DEFAULT_MAX_COST 6.0f

/* Registered plates by id. */
typedef struct zbsec_plates zbsec_plates;

typedef struct zbsec_plate_match {
    int64_t id;
    float cost; /* nats: how much less likely than the reading taken literally; 0: read exactly so */
    char plate[ZBSEC_MAX_PLATE_BYTES];
} zbsec_plate_match;

/* The characters that plates are made of, UTF-8, in the order of a reading's probabilities; for good. */
ZBSEC_API const char *zbsec_plate_alphabet(void);

ZBSEC_API zbsec_status zbsec_plates_create(zbsec_plates **plates);

/* Null is let pass. */
ZBSEC_API void zbsec_plates_destroy(zbsec_plates *plates);

/* texts: plates in normal form (no dot, no space), UTF-8. All or none. */
ZBSEC_API zbsec_status zbsec_plates_add(zbsec_plates *plates, const int64_t *ids, const char *const *texts, size_t count);

/* All or none. */
ZBSEC_API zbsec_status zbsec_plates_remove(zbsec_plates *plates, const int64_t *ids, size_t count);

/* The registered plates that a reading may mean, those of least cost first, equal costs by smaller id.
 *
 * probabilities: characters x ZBSEC_ALPHABET_SIZE, a row for each character read (1 to 10). max_cost: nats, what costs
 * more is no answer. matches: room for `room`, 1 or more. *count: how many were written. */
ZBSEC_API zbsec_status zbsec_plates_match(const zbsec_plates *plates, const float *probabilities, size_t characters,
                                          float max_cost, zbsec_plate_match *matches, size_t room, size_t *count);

/* The same for a text, typed or read by a reader that tells no doubts: confusable characters cost little. */
ZBSEC_API zbsec_status zbsec_plates_match_text(const zbsec_plates *plates, const char *text, float max_cost,
                                               zbsec_plate_match *matches, size_t room, size_t *count);

ZBSEC_API size_t zbsec_plates_size(const zbsec_plates *plates);
ZBSEC_API int zbsec_plates_contains(const zbsec_plates *plates, int64_t id);

#ifdef __cplusplus
}
#endif

#endif
