// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/normal_form.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {

base::Result<NormalizerPtr> makeNfc(const StageSpec&)
{
    return makeNormalForm(NormalForm::C);
}

} // namespace fe::tokenizers
