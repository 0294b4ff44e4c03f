// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/examination.h"

#include "analysis/predicted_place.h"
#include "models/replay.h"
#include "pictures/picture_encoder.h"
#include "workspace/path_text.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>

namespace fe::attention {

using base::Result;
using models::AttentionInfo;
using models::ForwardInput;
using models::TokenId;

namespace {

base::Error refusal(const char* why, const char* fix)
{
    return { base::ErrorCode::InvalidArgument, "cannot look into this input", {}, {}, why, fix };
}

Result<tokenizers::Encoding> encode(const Subject& subject, bool pair)
{
    const tokenizers::Tokenizer& tokenizer = *subject.model->tokenizer;
    if (pair) {
        return tokenizer.encodePair(subject.text.toStdString(), subject.second.toStdString());
    }
    return tokenizer.encode(subject.text.toStdString());
}

/// Ids of the text, or of random tokens said twice.
Result<void> addText(ForwardInput& input, const Subject& subject)
{
    const models::ModelInfo& info = subject.model->any->info();
    const tokenizers::Tokenizer* tokenizer = subject.model->tokenizer.get();
    if (!subject.ids.empty()) {
        input.ids.push_back(subject.ids);
    } else if (subject.repeated > 0) {
        FE_TRY(auto ids,
               analysis::repeatedRandomTokens(tokenizer, info.vocabSize, subject.repeated,
                                              subject.seed));
        input.ids.push_back(std::move(ids));
    } else {
        if (tokenizer == nullptr) {
            return subject.model->tokenizerProblem.value_or(
                refusal("the model has no tokenizer", "open the model with its tokenizer files"));
        }
        const bool pair = !subject.second.isEmpty() && info.kind == "encoder";
        FE_TRY(tokenizers::Encoding encoding, encode(subject, pair));
        if (encoding.ids.empty()) {
            return refusal("the text has no tokens", "write a text");
        }
        if (pair && info.tokenTypes > 1) {
            input.tokenTypes.emplace_back(encoding.typeIds.begin(), encoding.typeIds.end());
        }
        input.ids.push_back(std::move(encoding.ids));
    }
    std::vector<TokenId>& ids = input.ids.front();
    const auto pad = tokenizer == nullptr ? std::nullopt : tokenizer->padId();
    if (info.padsTexts && pad && static_cast<std::int64_t>(ids.size()) < info.context) {
        ids.resize(static_cast<std::size_t>(info.context), *pad);
    }
    return {};
}

Result<void> addAnswer(ForwardInput& input, const Subject& subject)
{
    std::vector<TokenId> ids { subject.model->any->info().decoderStart };
    if (!subject.second.isEmpty()) {
        FE_TRY(const tokenizers::Encoding answer,
               subject.model->tokenizer->encode(subject.second.toStdString(),
                                                { .addSpecialTokens = false }));
        ids.insert(ids.end(), answer.ids.begin(), answer.ids.end());
    }
    input.decoderIds.push_back(std::move(ids));
    return {};
}

QStringList tokenTexts(const Subject& subject, const std::vector<TokenId>& ids)
{
    QStringList texts;
    for (const TokenId id : ids) {
        texts.append(tokenText(subject.model->tokenizer.get(), id));
    }
    return texts;
}

QStringList patchTexts(const models::PatchGrid& grid)
{
    QStringList texts;
    for (std::int64_t i = 0; i < grid.prefix; ++i) {
        texts.append(i == 0 ? QStringLiteral("[CLS]") : QStringLiteral("[REG%1]").arg(i));
    }
    for (std::int64_t row = 0; row < grid.rows; ++row) {
        for (std::int64_t column = 0; column < grid.columns; ++column) {
            texts.append(QStringLiteral("%1, %2").arg(row + 1).arg(column + 1));
        }
    }
    return texts;
}

/// Names of what looks and what is looked at.
void addTokens(ExaminedAttention& attention, const Subject& subject, const ForwardInput& input)
{
    const AttentionInfo& info = attention.info();
    const bool encoderDecoder = !input.decoderIds.empty();
    if (info.stack == "vision" || (input.ids.empty() && input.pixels.count > 0)) {
        attention.grid = models::patchGrid(subject.model->any->info(), input.pixels);
        attention.queries = attention.keys = patchTexts(*attention.grid);
        return;
    }
    const bool ofAnswer = encoderDecoder && info.stack == "decoder";
    attention.queries
        = tokenTexts(subject, ofAnswer ? input.decoderIds.front() : input.ids.front());
    attention.keys = info.kind == models::AttentionKind::Cross
        ? tokenTexts(subject, input.ids.front())
        : attention.queries;
}

/// The ids that logits, or an encoder's states, belong to.
std::vector<TokenId> idsAtTheEnd(const Subject& subject, const ForwardInput& input)
{
    if (!input.decoderIds.empty()) {
        return input.decoderIds.front();
    }
    const bool reads = !input.ids.empty() && subject.model->any->info().kind != "vision-language";
    return reads ? input.ids.front() : std::vector<TokenId>();
}

} // namespace

std::vector<float> shrunk(std::span<const float> weights, std::int64_t queries, std::int64_t keys,
                          int rows, int columns)
{
    std::vector<float> result(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    std::vector<std::size_t> columnOf;
    for (std::int64_t key = 0; key < keys; ++key) {
        columnOf.push_back(static_cast<std::size_t>(key * columns / keys));
    }
    for (std::int64_t query = 0; query < queries; ++query) {
        const auto row = static_cast<std::size_t>(query * rows / queries);
        const auto source = weights.subspan(static_cast<std::size_t>(query * keys),
                                            static_cast<std::size_t>(keys));
        float* out = result.data() + row * static_cast<std::size_t>(columns);
        for (std::size_t key = 0; key < source.size(); ++key) {
            float& tile = out[columnOf[key]];
            tile = std::max(tile, source[key]);
        }
    }
    return result;
}

Result<ForwardInput> inputOf(const Subject& subject, const base::CancelToken& cancel)
{
    const models::ModelInfo& info = subject.model->any->info();
    ForwardInput input;
    const bool hasText = subject.repeated > 0 || !subject.text.isEmpty() || !subject.ids.empty();
    if (hasText && info.readsText()) {
        FE_CHECK(addText(input, subject));
    }
    if (!subject.picture.isEmpty() && info.readsPictures()) {
        FE_TRY(const auto model,
               pictures::pictureModel(subject.model->package, subject.model->any,
                                      subject.model->tokenizer));
        FE_TRY(input.pixels, pictures::pixelsOf(workspace::toPath(subject.picture), model, cancel));
    }
    if (input.ids.empty() && input.pixels.count == 0) {
        return info.readsText() ? refusal("there is no text", "write a text")
                                : refusal("there is no picture", "choose a picture");
    }
    if (info.kind == "encoder-decoder") {
        FE_CHECK(addAnswer(input, subject));
    }
    return input;
}

Result<ExaminationPtr> examine(const Subject& subject, const base::CancelToken& cancel,
                               base::Progress& progress)
{
    QElapsedTimer clock;
    clock.start();
    const models::Model& model = *subject.model->any;
    auto examination = std::make_shared<Examination>();
    examination->subject = subject;
    FE_TRY(examination->input, inputOf(subject, cancel));
    const std::vector<AttentionInfo> infos = models::attentionsOf(model, examination->input);
    if (infos.empty()) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot look into this model",
                             {},
                             {},
                             "it is a module of another program, which shows no attention",
                             "open the model's folder or GGUF file instead" };
    }
    analysis::AttentionSummary summary(
        infos, analysis::scoredTokens(model, examination->input, subject.model->tokenizer.get()));
    std::vector<std::vector<std::vector<float>>> tiles(infos.size());
    const auto sink = [&](const models::AttentionLayer& layer) -> Result<void> {
        const auto same = std::find_if(infos.begin(), infos.end(), [&](const AttentionInfo& info) {
            return info.stack == layer.info.stack && info.kind == layer.info.kind;
        });
        const auto at = static_cast<std::size_t>(same - infos.begin());
        const int rows = static_cast<int>(
            std::min<std::int64_t>(layer.info.queries, ExaminedAttention::kTile));
        const int columns
            = static_cast<int>(std::min<std::int64_t>(layer.info.keys, ExaminedAttention::kTile));
        tiles[at].resize(static_cast<std::size_t>(layer.info.layers * layer.info.heads));
        for (std::int64_t head = 0; head < layer.info.heads; ++head) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            tiles[at][static_cast<std::size_t>(layer.layer * layer.info.heads + head)] = shrunk(
                layer.weights.subspan(static_cast<std::size_t>(head) * layer.info.headSize(),
                                      layer.info.headSize()),
                layer.info.queries, layer.info.keys, rows, columns);
        }
        return summary.add(layer, cancel);
    };
    FE_TRY(auto captures,
           models::captureAttention(model, examination->input, {}, sink, cancel, progress));
    for (std::size_t i = 0; i < captures.size(); ++i) {
        ExaminedAttention attention {
            std::move(captures[i]), summary.scores()[i], {}, {}, {}, std::move(tiles[i]), 0, 0
        };
        const AttentionInfo& info = attention.info();
        attention.tileRows
            = static_cast<int>(std::min<std::int64_t>(info.queries, ExaminedAttention::kTile));
        attention.tileColumns
            = static_cast<int>(std::min<std::int64_t>(info.keys, ExaminedAttention::kTile));
        addTokens(attention, subject, examination->input);
        examination->bytes += attention.capture.bytes();
        examination->attentions.push_back(std::move(attention));
    }
    examination->ids = idsAtTheEnd(subject, examination->input);
    if (!examination->ids.empty()) {
        examination->predicts = models::givesTokenLogits(model);
        examination->place = analysis::predictedPlace(model.info(), examination->ids,
                                                      subject.model->tokenizer.get());
    }
    examination->seconds = static_cast<double>(clock.elapsed()) / 1000;
    return ExaminationPtr(std::move(examination));
}

QString tokenText(const tokenizers::Tokenizer* tokenizer, TokenId id)
{
    if (tokenizer == nullptr) {
        return QString::number(id);
    }
    const std::string bytes = tokenizer->tokenBytes(id);
    QString text = QString::fromStdString(bytes);
    if (text.contains(QChar::ReplacementCharacter) || text.isEmpty()) {
        text = QString::fromStdString(tokenizer->token(id));
    }
    text.replace(QLatin1Char('\n'), QStringLiteral("↵"));
    text.replace(QLatin1Char('\t'), QStringLiteral("⇥"));
    return text.trimmed().isEmpty() ? QStringLiteral("␣").repeated(qMax(text.size(), 1))
                                    : text.trimmed();
}

QString attentionTitle(const AttentionInfo& info)
{
    const auto translated
        = [](const char* text) { return QCoreApplication::translate("Attentions", text); };
    if (info.kind == models::AttentionKind::Cross) {
        return translated(QT_TRANSLATE_NOOP("Attentions", "Decoder to encoder"));
    }
    if (info.stack == "encoder") {
        return translated(QT_TRANSLATE_NOOP("Attentions", "Encoder"));
    }
    if (info.stack == "decoder") {
        return translated(QT_TRANSLATE_NOOP("Attentions", "Decoder"));
    }
    if (info.stack == "vision") {
        return translated(QT_TRANSLATE_NOOP("Attentions", "Picture"));
    }
    return info.stack == "text" ? translated(QT_TRANSLATE_NOOP("Attentions", "Text"))
                                : translated(QT_TRANSLATE_NOOP("Attentions", "Self-attention"));
}

} // namespace fe::attention
