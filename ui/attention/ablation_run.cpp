// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/ablation_run.h"

namespace fe::attention {

using analysis::AblationBaseline;

base::Result<BaselinePtr> readBaseline(const Examination& examination,
                                       const analysis::AblationQuestion& question,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    const models::ModelPtr& model = examination.subject.model->any;
    FE_TRY(const models::ReplayPtr replay,
           examination.predicts
               ? models::readForReplay(model, examination.input, std::nullopt, cancel, progress)
               : models::readEncoderForReplay(model, examination.input, cancel, progress));
    FE_TRY(AblationBaseline baseline, AblationBaseline::of(replay, question, cancel));
    return std::make_shared<const AblationBaseline>(std::move(baseline));
}

} // namespace fe::attention
