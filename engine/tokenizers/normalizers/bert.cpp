// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/bert_cleaning.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

/// The cleaning of BERT's own tokenizer.
class BertNormalizer final : public Normalizer
{
public:
    explicit BertNormalizer(const BertOptions& options) : m_cleaner(options) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        m_cleaner.append(source, out);
        return {};
    }

private:
    BertCleaner m_cleaner;
};

} // namespace

base::Result<NormalizerPtr> makeBertNormalizer(const StageSpec& spec)
{
    BertOptions options;
    FE_TRY(options.cleanText, spec.flag("clean_text"));
    FE_TRY(options.spacesAroundChinese, spec.flag("handle_chinese_chars"));
    FE_TRY(options.lowercase, spec.flag("lowercase"));
    FE_TRY(options.stripAccents, spec.flagOr("strip_accents", options.lowercase));
    return NormalizerPtr(std::make_unique<BertNormalizer>(options));
}

} // namespace fe::tokenizers
