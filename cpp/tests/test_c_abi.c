/* The C ABI from C: what works, what is refused, and with which words. Usage: zbsec_c_tests FOLDER. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "zbsec.h"

static int failures = 0;

#define CHECK(condition)                                                                               \
    do {                                                                                               \
        if (!(condition)) {                                                                            \
            fprintf(stderr, "%s:%d: %s does not hold; %s\n", __FILE__, __LINE__, #condition, zbsec_last_error()); \
            ++failures;                                                                                \
        }                                                                                              \
    } while (0)

#define DIM 4

static const int64_t ids[3] = {10, 20, 30};
static const float vectors[3 * DIM] = {1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0};
static const uint8_t key[ZBSEC_KEY_BYTES] = {1, 2, 3};

static void test_search(const char *folder) {
    char path[512];
    zbsec_index *index = NULL, *again = NULL;
    int64_t found[4], all[2];
    float scores[4];
    size_t count = 0;
    const float query[DIM] = {2, 0, 0, 0};
    const int64_t only[1] = {20};

    CHECK(zbsec_index_create(DIM, key, 1, &index) == ZBSEC_OK);
    CHECK(zbsec_index_add(index, ids, vectors, 3) == ZBSEC_OK);
    CHECK(zbsec_index_dim(index) == DIM && zbsec_index_size(index) == 3);
    CHECK(zbsec_index_search(index, query, 1, 4, 0.1f, NULL, 0, found, scores) == ZBSEC_OK);
    CHECK(found[0] == 10 && found[1] == 30 && found[2] == -1 && found[3] == -1);
    CHECK(fabsf(scores[0] - 1.0f) < 1e-6f && fabsf(scores[1] - 0.70710678f) < 1e-6f && isnan(scores[2]));
    CHECK(zbsec_index_search(index, query, 1, 1, -1.0f, only, 1, found, scores) == ZBSEC_OK && found[0] == 20);
    CHECK(zbsec_index_search(index, query, 1, 1, -1.0f, only, 0, found, scores) == ZBSEC_OK && found[0] == -1);
    CHECK(zbsec_index_ids(index, all, 2, &count) == ZBSEC_OK && count == 3 && all[0] == 10 && all[1] == 20);
    CHECK(zbsec_index_rekey(index, NULL) == ZBSEC_OK);
    CHECK(zbsec_index_search(index, query, 1, 1, 0.9f, NULL, 0, found, scores) == ZBSEC_OK && found[0] == 10);

    snprintf(path, sizeof path, "%s/c_abi.index", folder);
    CHECK(zbsec_index_save(index, path) == ZBSEC_OK);
    CHECK(zbsec_index_open(path, key, 1, &again) == ZBSEC_ERROR_ARGUMENT && again == NULL);
    CHECK(strstr(zbsec_last_error(), "key") != NULL);
    CHECK(zbsec_index_open(path, NULL, 1, &again) == ZBSEC_OK);
    CHECK(zbsec_index_contains(again, 30) && !zbsec_index_contains(again, 31));
    CHECK(zbsec_index_remove(again, ids, 2) == ZBSEC_OK && zbsec_index_size(again) == 1);
    zbsec_index_destroy(again);
    zbsec_index_destroy(index);
    zbsec_index_destroy(NULL);
    remove(path);
}

static void test_refusals_of_search(void) {
    zbsec_index *index = NULL;
    int64_t found[1];
    float scores[1];
    const float zero[DIM] = {0, 0, 0, 0};
    const int64_t absent[1] = {99};

    CHECK(zbsec_index_create(0, NULL, 1, &index) == ZBSEC_ERROR_ARGUMENT && index == NULL);
    CHECK(zbsec_index_create(DIM, NULL, 1, NULL) == ZBSEC_ERROR_ARGUMENT);
    CHECK(strcmp(zbsec_last_error(), "index is null") == 0);
    CHECK(zbsec_index_open("/nowhere/at/all", NULL, 1, &index) == ZBSEC_ERROR_STORAGE);
    CHECK(zbsec_index_create(DIM, NULL, 1, &index) == ZBSEC_OK);
    CHECK(zbsec_index_add(index, ids, zero, 1) == ZBSEC_ERROR_SHAPE && zbsec_index_size(index) == 0);
    CHECK(strstr(zbsec_last_error(), "row 0") != NULL);
    CHECK(zbsec_index_add(index, NULL, zero, 1) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_add(index, ids, NULL, 1) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_add(index, NULL, NULL, 0) == ZBSEC_OK);
    CHECK(zbsec_index_remove(index, absent, 1) == ZBSEC_ERROR_UNKNOWN_ID);
    CHECK(zbsec_index_search(index, vectors, 1, 0, 0.0f, NULL, 0, found, scores) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_search(index, vectors, 1, 1, 0.0f, NULL, 1, found, scores) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_search(index, vectors, 1, 1, 0.0f, NULL, 0, NULL, scores) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_search(NULL, vectors, 1, 1, 0.0f, NULL, 0, found, scores) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_index_save(index, "/nowhere/at/all") == ZBSEC_ERROR_STORAGE);
    CHECK(zbsec_index_size(NULL) == 0 && zbsec_index_dim(NULL) == 0 && !zbsec_index_contains(NULL, 1));
    zbsec_index_destroy(index);
}

static void test_plates(void) {
    const char *texts[2] = {"\xe9\xb2\x81" "C5D0B8", "\xe9\xb2\x81" "CD06729"};
    const char *wrong[1] = {"no plate!"};
    zbsec_plates *plates = NULL;
    zbsec_plate_match matches[2];
    float probabilities[7 * ZBSEC_ALPHABET_SIZE];
    size_t count = 9, at;

    CHECK(strlen(zbsec_plate_alphabet()) >= ZBSEC_ALPHABET_SIZE);
    CHECK(zbsec_plates_create(&plates) == ZBSEC_OK);
    CHECK(zbsec_plates_add(plates, ids, texts, 2) == ZBSEC_OK && zbsec_plates_size(plates) == 2);
    CHECK(zbsec_plates_match_text(plates, "\xe9\xb2\x81" "C5D088", ZBSEC_DEFAULT_MAX_COST, matches, 2, &count) == ZBSEC_OK);
    CHECK(count == 1 && matches[0].id == 10 && strcmp(matches[0].plate, texts[0]) == 0 && matches[0].cost == 2.5f);
    CHECK(zbsec_plates_match_text(plates, wrong[0], ZBSEC_DEFAULT_MAX_COST, matches, 2, &count) == ZBSEC_ERROR_PLATE);
    for (at = 0; at < 7 * ZBSEC_ALPHABET_SIZE; ++at) probabilities[at] = 1.0f / ZBSEC_ALPHABET_SIZE;
    CHECK(zbsec_plates_match(plates, probabilities, 7, ZBSEC_DEFAULT_MAX_COST, matches, 1, &count) == ZBSEC_OK);
    CHECK(count == 1 && matches[0].id == 10 && matches[0].cost == 0.0f);
    CHECK(zbsec_plates_match(plates, probabilities, 0, 6.0f, matches, 1, &count) == ZBSEC_ERROR_SHAPE);
    CHECK(zbsec_plates_match(plates, NULL, 7, 6.0f, matches, 1, &count) == ZBSEC_ERROR_ARGUMENT);
    CHECK(zbsec_plates_add(plates, ids + 2, wrong, 1) == ZBSEC_ERROR_PLATE && zbsec_plates_size(plates) == 2);
    wrong[0] = NULL;
    CHECK(zbsec_plates_add(plates, ids + 2, wrong, 1) == ZBSEC_ERROR_ARGUMENT);
    CHECK(strcmp(zbsec_last_error(), "texts[0] is null") == 0);
    CHECK(zbsec_plates_remove(plates, ids, 1) == ZBSEC_OK && !zbsec_plates_contains(plates, 10));
    CHECK(zbsec_plates_remove(plates, ids, 1) == ZBSEC_ERROR_UNKNOWN_ID);
    zbsec_plates_destroy(plates);
    zbsec_plates_destroy(NULL);
}

int main(int count, char **arguments) {
    const char *isa = NULL;
    if (count != 2) {
        fprintf(stderr, "usage: zbsec_c_tests FOLDER\n");
        return 2;
    }
    if (zbsec_simd(&isa) == ZBSEC_ERROR_UNSUPPORTED) {
        fprintf(stderr, "%s\n", zbsec_last_error());
        return 77;
    }
    CHECK(zbsec_abi_version() == ZBSEC_ABI_VERSION);
    CHECK(zbsec_simd(NULL) == ZBSEC_ERROR_ARGUMENT);
    test_search(arguments[1]);
    test_refusals_of_search();
    test_plates();
    printf("%d failed checks on %s\n", failures, isa);
    return failures == 0 ? 0 : 1;
}
