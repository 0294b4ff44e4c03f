// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/language_model.h"
#include "support/expected_tensors.h"

#include <QtTest>

#include <map>
#include <string>
#include <vector>

namespace fe::tests {

using Reference = std::map<std::string, ExpectedTensor>;

/// A checkpoint of tests/data/models, every product in float32; the test ends if it does not load.
inline models::ModelPtr smallModel(const std::string& name)
{
    const std::string path = std::string(FE_TEST_DATA) + "/models/" + name + "/checkpoint";
    const auto package = formats::openPackage(path);
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = package
        ? models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress)
        : package.error();
    if (!model) {
        qFatal("%s", model.error().oneLine().c_str());
    }
    return *model;
}

inline Reference smallModelReference(const std::string& name)
{
    return readExpected(std::string(FE_TEST_DATA) + "/models/" + name + "/expected.safetensors");
}

/// Row `row` of a tensor [rows, length].
template<typename Id>
std::vector<Id> rowOf(const ExpectedTensor& tensor, std::size_t row)
{
    const auto length = static_cast<std::size_t>(tensor.shape.back());
    const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(row * length);
    return { begin, begin + static_cast<std::ptrdiff_t>(length) };
}

/// One row of what a reference was run with; what it does not have is left out.
/// @param prefix of the run's tensors: "" or "interp.".
inline models::ForwardInput inputRow(const Reference& reference, std::size_t row,
                                     const std::string& prefix = "")
{
    models::ForwardInput input;
    const auto find = [&](const char* name) {
        const auto found = reference.find(prefix + name);
        return found == reference.end() ? nullptr : &found->second;
    };
    if (const auto* tensor = find("input_ids")) {
        input.ids = { rowOf<models::TokenId>(*tensor, row) };
    }
    if (const auto* tensor = find("attention_mask")) {
        input.attentionMask = { rowOf<std::int64_t>(*tensor, row) };
    }
    if (const auto* tensor = find("token_type_ids")) {
        input.tokenTypes = { rowOf<std::int64_t>(*tensor, row) };
    }
    if (const auto* tensor = find("decoder_input_ids")) {
        input.decoderIds = { rowOf<models::TokenId>(*tensor, row) };
    }
    if (const auto* tensor = find("pixel_values")) {
        const std::size_t size = tensor->values.size() / static_cast<std::size_t>(tensor->shape[0]);
        const auto begin = tensor->values.begin() + static_cast<std::ptrdiff_t>(row * size);
        input.pixels = { 1,
                         tensor->shape[2],
                         tensor->shape[3],
                         { begin, begin + static_cast<std::ptrdiff_t>(size) } };
    }
    return input;
}

/// The results of a pass by name; the test ends if there are none.
inline std::map<std::string, models::NamedArray> resultsOf(const models::Model& model,
                                                           const models::ForwardInput& input)
{
    base::CancelToken cancel;
    base::Progress progress;
    auto arrays = model.forward(input, cancel, progress);
    if (!arrays) {
        qFatal("%s", arrays.error().oneLine().c_str());
    }
    std::map<std::string, models::NamedArray> result;
    for (models::NamedArray& array : *arrays) {
        const std::string name = array.name;
        result.emplace(name, std::move(array));
    }
    return result;
}

/// The largest |a - b|; infinite if sizes differ or a number is NaN.
template<typename A, typename B>
double largestDifference(const A& a, const B& b)
{
    double largest = a.size() == b.size() && a.size() > 0 ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double away = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        largest = std::isnan(away) ? INFINITY : std::max(largest, away);
    }
    return largest;
}

} // namespace fe::tests
