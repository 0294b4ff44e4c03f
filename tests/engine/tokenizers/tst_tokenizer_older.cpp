// SPDX-License-Identifier: GPL-3.0-or-later
// Vocabularies from before tokenizer.json, in folders and in GGUFs.
#include "tokenizer_fixtures.h"

#include "tokenizers/sentencepiece_model.h"

#include <QDir>
#include <QTest>

using namespace fe;
using base::ErrorCode;
using base::Json;

namespace {

void writeFile(const QString& path, const std::string& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || file.write(QByteArray::fromStdString(text)) != static_cast<qint64>(text.size())) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

base::Result<tokenizers::TokenizerPtr> loadFolder(const QString& folder)
{
    return tokenizers::loadTokenizer(tokenizers::tokenizerFilesIn(folder.toStdString()));
}

/// The vocabulary of a tokenizer.json as vocab.txt, or as vocab.json and merges.txt.
void writeVocabulary(const Json& tokenizer, const QDir& folder)
{
    const Json& model = *tokenizer.find("model");
    const Json& vocabulary = *model.find("vocab");
    if (*model.find("type")->asString() == "WordPiece") {
        std::vector<std::string> lines(vocabulary.asObject()->size());
        for (const auto& [token, id] : *vocabulary.asObject()) {
            lines.at(static_cast<std::size_t>(*id.asInt())) = token;
        }
        std::string text;
        for (const std::string& line : lines) {
            text += line + "\n";
        }
        writeFile(folder.filePath(QStringLiteral("vocab.txt")), text);
        return;
    }
    std::string merges = "#version: 0.2\n";
    for (const Json& merge : *model.find("merges")->asArray()) {
        const std::string* line = merge.asString();
        merges += line != nullptr
            ? *line
            : *(*merge.asArray())[0].asString() + " " + *(*merge.asArray())[1].asString();
        merges += "\n";
    }
    writeFile(folder.filePath(QStringLiteral("vocab.json")), base::toText(vocabulary));
    writeFile(folder.filePath(QStringLiteral("merges.txt")), merges);
}

Json tokensOf(const Json& vocabulary)
{
    Json::Array tokens(vocabulary.asObject()->size());
    for (const auto& [token, id] : *vocabulary.asObject()) {
        tokens.at(static_cast<std::size_t>(*id.asInt())) = token;
    }
    return Json(std::move(tokens));
}

/// @param except texts with it are left out.
void compareVectors(const tokenizers::Tokenizer& tokenizer, const std::string& folder,
                    const std::string& except = "\xFF")
{
    const Json vectors = test::readJson(test::tokenizerData() / folder / "vectors.json");
    for (const Json& row : *vectors.find("strings")->asArray()) {
        const std::string& text = *row.find("text")->asString();
        if (text.find(except) != std::string::npos) {
            continue;
        }
        const auto encoding = tokenizer.encode(text);
        QVERIFY2(encoding.hasValue(), text.c_str());
        QVERIFY2(test::toJson(encoding->ids) == *row.find("ids_with_special"), text.c_str());
        const auto plain = tokenizer.encode(text, { false, true });
        QVERIFY2(test::toJson(plain->ranges) == *row.find("offsets_bytes"), text.c_str());
    }
}

} // namespace

class TokenizerOlder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vocabularyFilesEqualTokenizerJson_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("json");
        const auto add = [](const char* data, const char* file, const char* json) {
            QTest::newRow(data) << QString::fromLatin1(data) << QString::fromLatin1(file)
                                << QString::fromLatin1(json);
        };
        add("real_minilm", "config.json", R"({"model_type":"bert"})");
        add("wordpiece_uncased", "tokenizer_config.json",
            R"({"tokenizer_class":"DistilBertTokenizer","do_lower_case":true})");
        add("wordpiece_cased", "tokenizer_config.json",
            R"({"tokenizer_class":"BertTokenizerFast","do_lower_case":false,"strip_accents":false})");
        add("bbpe_gpt2", "config.json", R"({"model_type":"gpt2"})");
        add("bbpe_roberta", "tokenizer_config.json",
            R"({"tokenizer_class":"RobertaTokenizer","add_prefix_space":true})");
        add("real_clip", "tokenizer_config.json", R"({"tokenizer_class":"CLIPTokenizer"})");
    }
    void vocabularyFilesEqualTokenizerJson()
    {
        QFETCH(QString, data);
        QFETCH(QString, file);
        QFETCH(QString, json);
        const QTemporaryDir folder;
        const QDir path(folder.path());
        writeVocabulary(
            test::readJson(test::tokenizerData() / data.toStdString() / "tokenizer.json"), path);
        writeFile(path.filePath(file), json.toStdString());
        const auto tokenizer = test::mustLoad(loadFolder(folder.path()));
        if (data == QStringLiteral("real_clip")) {
            QCOMPARE(tokenizer->encode("A cat.").value().ids,
                     (std::vector<tokenizers::TokenId> { 49406, 320, 2368, 269, 49407 }));
            return; // the published file's pattern and added tokens differ from the class's own
        }
        compareVectors(*tokenizer, data.toStdString());
    }

    void sentencePieceFoldersEqualTheReference_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "t5", "xlmr", "albert", "llama" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void sentencePieceFoldersEqualTheReference()
    {
        QFETCH(QString, name);
        const auto folder = test::tokenizerData() / "older" / name.toStdString();
        const auto tokenizer = test::mustLoad(loadFolder(QString::fromStdString(folder.string())));
        const Json expected = test::readJson(folder / "expected.json");
        const auto& texts = *expected.find("texts")->asArray();
        const Json* decoded = expected.find("decoded");
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::string& text = *texts[i].asString();
            const auto encoding = tokenizer->encode(text);
            QVERIFY2(encoding.hasValue(), text.c_str());
            QCOMPARE(base::toText(test::toJson(encoding->ids)),
                     base::toText((*expected.find("ids")->asArray())[i]));
            const std::string whole = tokenizer->decode(encoding->ids, { true });
            QCOMPARE(test::streamed(tokenizer, encoding->ids, { true }), whole);
            if (decoded != nullptr) {
                QCOMPARE(whole, *(*decoded->asArray())[i].asString());
            }
        }
    }

    void classTokensAreKnown()
    {
        const auto load = [](const char* name) {
            return test::mustLoad(loadFolder(
                QString::fromStdString((test::tokenizerData() / "older" / name).string())));
        };
        const auto t5 = load("t5");
        QCOMPARE(t5->idOf("<extra_id_0>"), std::optional<tokenizers::TokenId>(709));
        QCOMPARE(t5->idOf("<extra_id_9>"), std::optional<tokenizers::TokenId>(700));
        QCOMPARE(t5->eosId(), std::optional<tokenizers::TokenId>(1));
        QCOMPARE(t5->padId(), std::optional<tokenizers::TokenId>(0));
        QVERIFY(t5->batchSettings().padding.has_value());
        const auto albert = load("albert");
        const auto pair = albert->encodePair("a", "b").value();
        QCOMPARE(pair.typeIds.front(), 0);
        QCOMPARE(pair.typeIds.back(), 1);
        const auto xlmr = load("xlmr");
        const auto mask = xlmr->encode("a <mask>", { false, true }).value();
        QCOMPARE(mask.tokens.back(), std::string(" <mask>"));
    }

    void sideFilesAddTokens()
    {
        const QTemporaryDir folder;
        const QDir path(folder.path());
        writeFile(
            path.filePath(QStringLiteral("tokenizer.json")),
            R"({"added_tokens":[],"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[]}})");
        writeFile(path.filePath(QStringLiteral("tokenizer_config.json")),
                  R"({"added_tokens_decoder":{"3":{"content":"<two>","single_word":false,
                      "lstrip":false,"rstrip":false,"normalized":false,"special":false},
                      "2":{"content":"<one>","single_word":false,"lstrip":false,"rstrip":true,
                      "normalized":false,"special":true}},
                      "padding_side":"left","model_max_length":77})");
        writeFile(path.filePath(QStringLiteral("special_tokens_map.json")),
                  R"({"pad_token":{"content":"<pad>"}})");
        const auto tokenizer = test::mustLoad(loadFolder(folder.path()));
        const auto encoding = tokenizer->encode("a<one> <two>b<pad>").value();
        QCOMPARE(encoding.ids, (std::vector<tokenizers::TokenId> { 0, 2, 3, 1, 4 }));
        QCOMPARE(encoding.tokens[1], std::string("<one> "));
        QCOMPARE(tokenizer->padId(), std::optional<tokenizers::TokenId>(4));
        QCOMPARE(tokenizer->batchSettings().padding->side, tokenizers::Side::Left);
        QCOMPARE(tokenizer->batchSettings().modelMaxLength, std::optional<std::size_t>(77));
        QVERIFY(tokenizer->isSpecial(2) && !tokenizer->isSpecial(3) && tokenizer->isSpecial(4));
        writeFile(path.filePath(QStringLiteral("tokenizer_config.json")),
                  R"({"added_tokens_decoder":{"x":{}}})");
        const auto refused = loadFolder(folder.path());
        QVERIFY(!refused);
        QCOMPARE(refused.error().field, std::string("added_tokens_decoder"));
    }

    void whatIsMissingIsSaid()
    {
        const QTemporaryDir folder;
        const QDir path(folder.path());
        const auto nothing = loadFolder(folder.path());
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::NotFound);
        writeFile(path.filePath(QStringLiteral("vocab.txt")), "[UNK]\na\n");
        const auto unnamed = loadFolder(folder.path());
        QVERIFY(!unnamed);
        QCOMPARE(unnamed.error().code, ErrorCode::Unsupported);
        const auto refusedClass = [&](const char* name) {
            Json config = Json::object();
            config.set("tokenizer_class", name);
            writeFile(path.filePath(QStringLiteral("tokenizer_config.json")), base::toText(config));
            const auto loaded = loadFolder(folder.path());
            return loaded ? std::string() : loaded.error().oneLine();
        };
        QVERIFY(refusedClass("MagicTokenizer").find("MagicTokenizer") != std::string::npos);
        QVERIFY(refusedClass("CLIPTokenizer").find("merges.txt") != std::string::npos);
        QVERIFY(refusedClass("T5Tokenizer").find("SentencePiece") != std::string::npos);
        QVERIFY(refusedClass("BertTokenizer").find("[CLS]") != std::string::npos);
    }

    /// Every cut and many flipped bits end in a tokenizer or an Error.
    void damagedSentencePieceModelsAreRefusedOrWork()
    {
        const std::string whole
            = test::readText(test::tokenizerData() / "older" / "llama" / "tokenizer.model");
        const QTemporaryDir folder;
        const QDir path(folder.path());
        writeFile(path.filePath(QStringLiteral("tokenizer_config.json")),
                  R"({"tokenizer_class":"LlamaTokenizer"})");
        int refused = 0;
        const auto check = [&](const std::string& bytes) {
            writeFile(path.filePath(QStringLiteral("tokenizer.model")), bytes);
            const auto loaded = loadFolder(folder.path());
            if (!loaded) {
                ++refused;
                QVERIFY(!loaded.error().why.empty());
                return;
            }
            const auto encoding = (*loaded)->encode("Hello w\xC3\xB6rld");
            QVERIFY(encoding.hasValue() || !encoding.error().what.empty());
        };
        for (std::size_t length = 0; length < whole.size(); length += 31) {
            check(whole.substr(0, length));
        }
        QVERIFY(refused > 100);
        for (std::size_t i = 0; i < 600; ++i) {
            std::string bytes = whole;
            const std::size_t at = i * 7919 % bytes.size();
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << i % 8));
            check(bytes);
        }
    }

    void ggufBertEqualsTokenizerJson_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<bool>("uncased");
        QTest::newRow("real_minilm") << QStringLiteral("real_minilm") << true;
        QTest::newRow("wordpiece_cased") << QStringLiteral("wordpiece_cased") << false;
    }
    void ggufBertEqualsTokenizerJson()
    {
        QFETCH(QString, data);
        QFETCH(bool, uncased);
        const Json tokenizer
            = test::readJson(test::tokenizerData() / data.toStdString() / "tokenizer.json");
        Json tokens = tokensOf(*tokenizer.find("model")->find("vocab"));
        Json::Array types;
        for (Json& token : *tokens.asArray()) {
            const std::string text = *token.asString();
            const bool isControl = text == "[PAD]" || text == "[CLS]" || text == "[SEP]"
                || text == "[UNK]" || text == "[MASK]";
            types.push_back(Json(isControl ? 3 : 1));
            if (!isControl) {
                token = text.starts_with("##") && text.size() > 2 ? text.substr(2) : "▁" + text;
            }
        }
        Json metadata(Json::Object { { "tokenizer.ggml.model", "bert" },
                                     { "tokenizer.ggml.tokens", std::move(tokens) },
                                     { "tokenizer.ggml.token_type", Json(std::move(types)) } });
        if (!uncased) {
            metadata.set("tokenizer.ggml.normalizer.lowercase", false);
        }
        const auto loaded = test::mustLoad(tokenizers::loadTokenizer(metadata, "m.gguf"));
        // GGUF cannot tell the token "##▁" from the sign alone.
        compareVectors(*loaded, data.toStdString(), "▁");
        const auto pair = loaded->encodePair("a", "b").value();
        QCOMPARE(pair.ids.size(), std::size_t { 5 });
        QCOMPARE(pair.typeIds, (std::vector<std::int32_t> { 0, 0, 0, 1, 1 }));
    }

    void ggufT5EqualsTheFolder()
    {
        const auto folder = test::tokenizerData() / "older" / "t5";
        const auto model = tokenizers::SentencePieceModel::parse(
            test::readText(folder / "spiece.model"), "spiece.model");
        QVERIFY(model.hasValue());
        Json::Array tokens;
        Json::Array scores;
        Json::Array types;
        for (const auto& token : model->tokens) {
            tokens.emplace_back(token.text);
            scores.emplace_back(token.score);
            types.emplace_back(static_cast<int>(token.kind));
        }
        Json::Array charsmap;
        for (const char c : model->charsmap) {
            charsmap.emplace_back(static_cast<int>(static_cast<unsigned char>(c)));
        }
        Json metadata(
            Json::Object { { "tokenizer.ggml.model", "t5" },
                           { "tokenizer.ggml.tokens", Json(std::move(tokens)) },
                           { "tokenizer.ggml.scores", Json(std::move(scores)) },
                           { "tokenizer.ggml.token_type", Json(std::move(types)) },
                           { "tokenizer.ggml.precompiled_charsmap", Json(std::move(charsmap)) },
                           { "tokenizer.ggml.remove_extra_whitespaces", true } });
        const auto loaded = test::mustLoad(tokenizers::loadTokenizer(metadata, "m.gguf"));
        const Json expected = test::readJson(folder / "expected.json");
        const auto& texts = *expected.find("texts")->asArray();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            QCOMPARE(base::toText(test::toJson(loaded->encode(*texts[i].asString()).value().ids)),
                     base::toText((*expected.find("ids")->asArray())[i]));
        }
        metadata.set("tokenizer.ggml.precompiled_charsmap", Json(Json::Array { 1, 2, 3, 999 }));
        const auto refused = tokenizers::loadTokenizer(metadata, "m.gguf");
        QVERIFY(!refused);
        QCOMPARE(refused.error().field, std::string("tokenizer.ggml.precompiled_charsmap"));
    }
};

QTEST_APPLESS_MAIN(TokenizerOlder)
#include "tst_tokenizer_older.moc"
