// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QTest>

using namespace fe;
using base::Json;

namespace {

/// The metadata of a GGUF with the vocabulary of a byte-level tokenizer.json.
Json ggufMetadata(const Json& tokenizer, const char* pre)
{
    const Json& model = *tokenizer.find("model");
    const auto& vocabulary = *model.find("vocab")->asObject();
    Json::Array tokens(vocabulary.size());
    Json::Array types(vocabulary.size(), Json(1));
    for (const auto& [token, id] : vocabulary) {
        tokens.at(static_cast<std::size_t>(*id.asInt())) = token;
    }
    for (const Json& added : *tokenizer.find("added_tokens")->asArray()) {
        types.at(static_cast<std::size_t>(*added.find("id")->asInt())) = 3;
    }
    Json merges = Json::array();
    for (const Json& merge : *model.find("merges")->asArray()) {
        merges.push(*(*merge.asArray())[0].asString() + " " + *(*merge.asArray())[1].asString());
    }
    return Json(Json::Object { { "tokenizer.ggml.model", "gpt2" },
                               { "tokenizer.ggml.pre", pre },
                               { "tokenizer.ggml.tokens", std::move(tokens) },
                               { "tokenizer.ggml.token_type", std::move(types) },
                               { "tokenizer.ggml.merges", std::move(merges) },
                               { "tokenizer.ggml.bos_token_id", 0 },
                               { "tokenizer.ggml.eos_token_id", 0 } });
}

tokenizers::TokenizerPtr load(const std::string& folder, const std::string& gguf)
{
    const std::filesystem::path path = test::tokenizerData() / folder;
    if (gguf.empty()) {
        return test::mustLoad(test::loadFile(path / "tokenizer.json"));
    }
    const Json metadata = gguf == "spm"
        ? test::readJson(path / "gguf_metadata.json")
        : ggufMetadata(test::readJson(path / "tokenizer.json"), gguf.c_str());
    return test::mustLoad(tokenizers::loadTokenizer(metadata, "test.gguf"));
}

} // namespace

class TokenizerVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStringEqualsTheReference_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("gguf");
        for (const char* folder :
             { "bbpe_gpt2", "bbpe_llama3", "bbpe_roberta", "clip_small", "real_clip", "real_minilm",
               "real_smollm2", "spbpe_llama2", "spbpe_metaspace", "unigram_t5", "unigram_xlmr",
               "wordpiece_cased", "wordpiece_uncased" }) {
            QTest::newRow(folder) << QString::fromLatin1(folder) << QString();
        }
        QTest::newRow("gguf gpt-2") << QStringLiteral("bbpe_gpt2") << QStringLiteral("gpt-2");
        QTest::newRow("gguf llama-bpe")
            << QStringLiteral("bbpe_llama3") << QStringLiteral("llama-bpe");
        QTest::newRow("gguf smollm") << QStringLiteral("real_smollm2") << QStringLiteral("smollm");
        QTest::newRow("gguf llama") << QStringLiteral("spbpe_llama2") << QStringLiteral("spm");
    }
    void everyStringEqualsTheReference()
    {
        QFETCH(QString, folder);
        QFETCH(QString, gguf);
        const auto tokenizer = load(folder.toStdString(), gguf.toStdString());
        const Json vectors
            = test::readJson(test::tokenizerData() / folder.toStdString() / "vectors.json");
        const auto& strings = *vectors.find("strings")->asArray();
        QCOMPARE(strings.size(), std::size_t { 200 });
        for (const Json& row : strings) {
            const std::string& text = *row.find("text")->asString();
            const auto plain = tokenizer->encode(text, { false, true });
            const auto special = tokenizer->encode(text, { true, true });
            QVERIFY2(plain && special, text.c_str());
            QVERIFY2(test::toJson(plain->ids) == *row.find("ids"), text.c_str());
            QVERIFY2(Json::arrayOf(plain->tokens) == *row.find("tokens"), text.c_str());
            QVERIFY2(test::toJson(plain->ranges) == *row.find("offsets_bytes"), text.c_str());
            QVERIFY2(test::toJson(special->ids) == *row.find("ids_with_special"), text.c_str());
            const std::string& kept = *row.find("decoded_keep_special")->asString();
            const std::string& skipped = *row.find("decoded_skip_special")->asString();
            QCOMPARE(tokenizer->decode(special->ids, { false }), kept);
            QCOMPARE(tokenizer->decode(special->ids, { true }), skipped);
            QCOMPARE(test::streamed(tokenizer, special->ids, { false }), kept);
            QCOMPARE(test::streamed(tokenizer, special->ids, { true }), skipped);
        }
    }
};

QTEST_APPLESS_MAIN(TokenizerVectors)
#include "tst_tokenizer_vectors.moc"
