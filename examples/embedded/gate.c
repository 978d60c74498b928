/* A gate's firmware in C: who is it, and whose car is it, without Python.
 *
 *   cc gate.c -o gate $(zbsec config --cflags --libs) -lm && ./gate
 */
#include <stdio.h>
#include <stdlib.h>

#include "zbsec.h"

enum { DIM = 128, MEMBERS = 1000 };

static void need(zbsec_status status) {
    if (status == ZBSEC_OK) return;
    fprintf(stderr, "gate: %s\n", zbsec_last_error());
    exit(1);
}

/* Stands for the face network: numbers between -1 and 1 that only the person decides. */
static void template_of(unsigned person, float *numbers) {
    unsigned state = person * 2654435761u + 1u;
    for (int at = 0; at < DIM; ++at) {
        state = state * 1664525u + 1013904223u;
        numbers[at] = (float)(state >> 8) / 8388608.0f - 1.0f;
    }
}

static void faces(void) {
    static float templates[MEMBERS][DIM];
    static int64_t ids[MEMBERS];
    float seen[DIM], score;
    int64_t member;
    zbsec_index *gallery;

    for (unsigned person = 0; person < MEMBERS; ++person) {
        ids[person] = person;
        template_of(person, templates[person]);
    }
    need(zbsec_index_create(DIM, NULL, 1, &gallery));
    need(zbsec_index_add(gallery, ids, &templates[0][0], MEMBERS));
    for (unsigned person = MEMBERS - 1; person <= MEMBERS; ++person) {
        template_of(person, seen);
        need(zbsec_index_search(gallery, seen, 1, 1, 0.5f, NULL, 0, &member, &score));
        if (member >= 0) {
            printf("face: member %lld, similarity %.3f\n", (long long)member, (double)score);
        } else {
            printf("face: nobody who is enrolled\n");
        }
    }
    zbsec_index_destroy(gallery);
}

static void plates(void) {
    const int64_t ids[] = {1, 2};
    const char *registered[] = {"\u9c81C5D0B8", "\u9c81CD06729"}; /* 鲁C5D0B8, 鲁CD06729 */
    zbsec_plate_match match;
    zbsec_plates *book;
    size_t count;

    need(zbsec_plates_create(&book));
    need(zbsec_plates_add(book, ids, registered, 2));
    need(zbsec_plates_match_text(book, "\u9c81C5D088", ZBSEC_DEFAULT_MAX_COST, &match, 1, &count));
    if (count == 1) printf("plate: read \u9c81C5D088, registered %s, cost %.1f\n", match.plate, (double)match.cost);
    zbsec_plates_destroy(book);
}

int main(void) {
    const char *isa;
    if (zbsec_abi_version() != ZBSEC_ABI_VERSION) {
        fprintf(stderr, "gate: built for ABI %d, the library has %d\n", ZBSEC_ABI_VERSION, zbsec_abi_version());
        return 1;
    }
    need(zbsec_simd(&isa));
    printf("zbsec core on %s\n", isa);
    faces();
    plates();
    return 0;
}
