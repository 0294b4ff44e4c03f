// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/normal_form.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {

base::Result<NormalizerPtr> makeNfd(const StageSpec&)
{
    return makeNormalForm(NormalForm::D);
}

} // namespace fe::tokenizers
