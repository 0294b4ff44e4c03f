// SPDX-License-Identifier: Apache-2.0
#include "analysis/pair_relevance.h"

#include "analysis/attention_flow.h"
#include "models/similarity_gradients.h"

#include <optional>

namespace fe::analysis {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot trace the likeness of picture and text back";

struct Vectors {
    std::vector<float> text;
    std::vector<float> picture;
};

/// Both ends of the towers, in one plain pass.
Result<Vectors> vectorsOf(const models::Model& model, const models::ForwardInput& input,
                          const base::CancelToken& cancel, base::Progress& progress)
{
    models::ForwardInput plain = input;
    plain.hiddenStates = false;
    plain.attentions = false;
    FE_TRY(auto arrays, model.forward(plain, cancel, progress));
    Vectors vectors;
    for (models::NamedArray& array : arrays) {
        if (array.name == "text_embeds") {
            vectors.text = std::move(array.values);
        } else if (array.name == "image_embeds") {
            vectors.picture = std::move(array.values);
        }
    }
    return vectors;
}

} // namespace

Result<PairRelevance> pairRelevance(const models::Model& model, const models::ForwardInput& input,
                                    const base::CancelToken& cancel, base::Progress& progress)
{
    if (model.info().kind != "vision-language") {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "the model reads no pairs of a picture and a text",
                             "open a CLIP or SigLIP model" };
    }
    if (input.ids.size() != 1 || input.pixels.count != 1) {
        return base::invalidArgument(kWhat, "it needs one picture and one text");
    }
    FE_TRY(const Vectors vectors, vectorsOf(model, input, cancel, progress));
    PairRelevance result;
    FE_TRY(result.picture,
           heatMap(model, input.pixels, vectors.text, HeatMethod::Relevance, cancel, progress));
    std::optional<AttentionFlow> flow;
    FE_TRY(result.similarity,
           models::similarityGradients(
               model, input, vectors.picture,
               [&](const models::AttentionStep& step) {
                   if (!flow) {
                       result.readFrom = step.from;
                       flow.emplace(AttentionFlow::Rule::Relevance, step.queries, step.from);
                   }
                   flow->add(step);
               },
               cancel, progress));
    if (flow) {
        result.tokens.assign(flow->row().begin(), flow->row().end());
    }
    return result;
}

} // namespace fe::analysis
