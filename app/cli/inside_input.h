// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/model_input.h"
#include "models/attention_capture.h"
#include "tokenizers/tokenizer.h"

#include <optional>
#include <string>
#include <vector>

namespace fe::cli {

/// A model and the one input that is looked at inside it.
struct InsideInput {
    AnyModel loaded;
    tokenizers::TokenizerPtr tokenizer; ///< null if the model has none and needs none
    models::ForwardInput input;
    std::string source; ///< to be named in errors: the input's file, or the model

    [[nodiscard]] const models::ModelInfo& info() const { return loaded.model->info(); }
    /// The vocabulary's spellings; "5" for id 5 without a tokenizer.
    [[nodiscard]] std::vector<std::string> spelled(std::span<const TokenId> ids) const;
    [[nodiscard]] std::string spelled(TokenId id) const;
    /// What the queries of an attention are called; patches "row,column".
    [[nodiscard]] std::vector<std::string> tokensOf(const models::AttentionInfo& attention) const;
    /// Of the stack that gives logits.
    [[nodiscard]] const std::vector<TokenId>& predictedIds() const;
    /// The position whose prediction is looked at unless another is named; see
    /// analysis/predicted_place.h.
    [[nodiscard]] std::int64_t predictedPlace() const;
    /// The one token that a text is, or an id: "--target mat", "--target 123". A text that is no
    /// single token is refused with its tokens.
    [[nodiscard]] base::Result<TokenId> tokenOf(const std::string& text,
                                                std::string_view option) const;
};

/// --text, --pair, --input and --repeated-random.
[[nodiscard]] std::vector<OptionSpec> textOptions();
/// --position.
[[nodiscard]] OptionSpec positionOption();
/// --image.
[[nodiscard]] OptionSpec imageOption();

/// Loads the model and reads what the options name, one text or picture.
[[nodiscard]] base::Result<InsideInput> insideInput(const Arguments& arguments, Context& context);

/// A model that is loaded already, and another text.
[[nodiscard]] base::Result<models::ForwardInput> textInput(const InsideInput& inside,
                                                           const std::string& text,
                                                           const std::optional<std::string>& pair);

} // namespace fe::cli
