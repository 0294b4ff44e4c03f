// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

/// A word is a token or unknown.
class WordLevel final : public Model
{
public:
    WordLevel(Vocabulary vocabulary, std::string unknownToken)
        : m_vocabulary(std::move(vocabulary)), m_unknownToken(std::move(unknownToken)),
          m_unknownId(m_vocabulary.find(m_unknownToken))
    {
    }
    base::Result<void> tokenize(std::string_view word, const ModelOptions& options,
                                std::vector<ModelToken>& out) const override
    {
        auto id = m_vocabulary.find(word);
        if (id && options.forbidden != nullptr && options.forbidden->contains(*id)) {
            id.reset();
        }
        if (!id) {
            id = m_unknownId;
        }
        if (!id) {
            return unknownWord(word, m_unknownToken);
        }
        out.push_back({ *id, 0, static_cast<std::uint32_t>(word.size()) });
        return {};
    }
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::string description(bool) const override { return "whole words"; }

private:
    Vocabulary m_vocabulary;
    std::string m_unknownToken;
    std::optional<TokenId> m_unknownId;
};

} // namespace

base::Result<ModelPtr> makeWordLevel(const StageSpec& spec)
{
    FE_TRY(std::string unknownToken, spec.text("unk_token"));
    FE_TRY(const base::Json* tokens, spec.required("vocab"));
    FE_TRY(Vocabulary vocabulary, Vocabulary::fromObject(*tokens, spec, "vocab"));
    return ModelPtr(std::make_unique<WordLevel>(std::move(vocabulary), std::move(unknownToken)));
}

} // namespace fe::tokenizers
