// SPDX-License-Identifier: Apache-2.0
#include "analysis/text_relevance.h"

#include "analysis/attention_flow.h"

namespace fe::analysis {

base::Result<TextRelevance> textRelevance(const models::Model& model,
                                          const models::ForwardInput& input,
                                          const models::LogitPlace& place,
                                          const base::CancelToken& cancel, base::Progress& progress)
{
    std::optional<AttentionFlow> flow;
    TextRelevance result;
    FE_TRY(result.logit,
           models::logitGradients(
               model, input, place,
               [&](const models::AttentionStep& step) {
                   if (!flow) { // places were checked by then
                       flow.emplace(AttentionFlow::Rule::Relevance, step.queries, place.position);
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
