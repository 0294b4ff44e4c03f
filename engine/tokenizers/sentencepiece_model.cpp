// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/sentencepiece_model.h"

#include "base/utf8.h"
#include "tokenizers/protobuf.h"

#include <cmath>

namespace fe::tokenizers {
namespace {

using base::Result;

/// Calls `take(field)` for every field of the message.
template<typename Take>
Result<void> eachField(std::string_view message, const std::string& file, std::size_t position,
                       Take&& take)
{
    ProtobufReader reader(message, file, position);
    while (!reader.atEnd()) {
        FE_TRY(const ProtobufField field, reader.next());
        FE_CHECK(take(field, reader.position()));
    }
    return {};
}

Result<SentencePieceToken> readToken(std::string_view message, const std::string& file,
                                     std::size_t position, std::size_t index)
{
    SentencePieceToken token;
    const auto refuse = [&](std::string why) {
        return base::malformed(file, "token " + base::grouped(index), std::move(why));
    };
    const auto take = [&](const ProtobufField& field, std::size_t) -> Result<void> {
        if (field.number == 1 && field.isBytes()) {
            token.text = field.bytes;
        } else if (field.number == 2 && field.wireType == 5) {
            token.score = field.asFloat();
        } else if (field.number == 3 && field.isInteger()) {
            if (field.integer < 1 || field.integer > 6) {
                return refuse("its kind is " + base::grouped(field.integer));
            }
            token.kind = static_cast<SentencePieceToken::Kind>(field.integer);
        }
        return {};
    };
    FE_CHECK(eachField(message, file, position, take));
    if (!base::isValidUtf8(token.text)) {
        return refuse("it is not valid UTF-8");
    }
    if (std::isnan(token.score)) {
        return refuse("its score is no number");
    }
    return token;
}

Result<void> readTraining(SentencePieceModel& model, std::string_view message,
                          const std::string& file, std::size_t position)
{
    return eachField(
        message, file, position, [&](const ProtobufField& field, std::size_t) -> Result<void> {
            if (!field.isInteger()) {
                return {};
            }
            if (field.number == 3) {
                if (field.integer != 1 && field.integer != 2) {
                    return base::unsupported(file, "trainer_spec.model_type",
                                             "only unigram (1) and BPE (2) models are read, not "
                                                 + base::grouped(field.integer));
                }
                model.type = static_cast<SentencePieceModel::Type>(field.integer);
            } else if (field.number == 24 && field.integer != 0) {
                return base::unsupported(file, "trainer_spec.treat_whitespace_as_suffix",
                                         "spaces at the end of words are not supported");
            } else if (field.number == 35) {
                model.byteFallback = field.integer != 0;
            }
            return {};
        });
}

Result<void> readNormalization(SentencePieceModel& model, std::string_view message,
                               const std::string& file, std::size_t position)
{
    return eachField(message, file, position,
                     [&](const ProtobufField& field, std::size_t) -> Result<void> {
                         if (field.number == 2 && field.isBytes()) {
                             model.charsmap = field.bytes;
                         } else if (field.number == 3 && field.isInteger()) {
                             model.addDummyPrefix = field.integer != 0;
                         } else if (field.number == 4 && field.isInteger()) {
                             model.removeExtraSpaces = field.integer != 0;
                         } else if (field.number == 5 && field.isInteger() && field.integer == 0) {
                             return base::unsupported(file, "normalizer_spec.escape_whitespaces",
                                                      "spaces that stay spaces are not supported");
                         }
                         return {};
                     });
}

} // namespace

Result<SentencePieceModel> SentencePieceModel::parse(std::string_view bytes,
                                                     const std::string& file)
{
    SentencePieceModel model;
    const auto take = [&](const ProtobufField& field, std::size_t end) -> Result<void> {
        const std::size_t begin = end - field.bytes.size();
        if (field.number == 1 && field.isBytes()) {
            FE_TRY(SentencePieceToken token,
                   readToken(field.bytes, file, begin, model.tokens.size()));
            model.tokens.push_back(std::move(token));
        } else if (field.number == 2 && field.isBytes()) {
            return readTraining(model, field.bytes, file, begin);
        } else if (field.number == 3 && field.isBytes()) {
            return readNormalization(model, field.bytes, file, begin);
        }
        return {};
    };
    FE_CHECK(eachField(bytes, file, 0, take));
    if (model.tokens.empty()) {
        return base::malformed(file, {}, "there are no tokens");
    }
    return model;
}

} // namespace fe::tokenizers
