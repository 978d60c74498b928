// A search whose answers own their memory.
#pragma once
#include <vector>

#include "zbsec/vector_index.hpp"

struct Answers {
    std::vector<std::int64_t> ids;
    std::vector<float> scores;
};

inline Answers search_among(const zbsec::VectorIndex& index, const float* queries, std::size_t count, std::size_t k,
                            float min_score, const zbsec::AllowedIds* allowed) {
    zbsec::VectorIndex::check(count, k, min_score);
    Answers answers{std::vector<std::int64_t>(count * k), std::vector<float>(count * k)};
    index.search(queries, count, k, min_score, allowed, {answers.ids.data(), answers.scores.data()});
    return answers;
}

inline Answers search(const zbsec::VectorIndex& index, const float* queries, std::size_t count, std::size_t k,
                      float min_score = -1.0f) {
    return search_among(index, queries, count, k, min_score, nullptr);
}

inline Answers search(const zbsec::VectorIndex& index, const float* queries, std::size_t count, std::size_t k,
                      float min_score, const std::vector<std::int64_t>& allowed) {
    const zbsec::AllowedIds only{allowed.data(), allowed.size()};
    return search_among(index, queries, count, k, min_score, &only);
}
