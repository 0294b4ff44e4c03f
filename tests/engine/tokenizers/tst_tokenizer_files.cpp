// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QTest>

using namespace fe;
using base::ErrorCode;
using base::Json;

namespace {

constexpr const char* kTiny = R"({"version":"1.0","added_tokens":[
  {"id":3,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
  {"id":4,"content":"<|im_end|>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
  "normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null,
  "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}})";

Json tinyGguf()
{
    return Json(Json::Object {
        { "tokenizer.ggml.model", "llama" },
        { "tokenizer.ggml.tokens", Json(Json::Array { "<unk>", "<s>", "</s>", "a", "<turn>" }) },
        { "tokenizer.ggml.scores", Json(Json::Array { 0.0, 0.0, 0.0, -1.0, 0.0 }) },
        { "tokenizer.ggml.token_type", Json(Json::Array { 2, 3, 3, 1, 3 }) } });
}

void writeFile(const QString& path, const char* text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(text) > 0);
}

} // namespace

class TokenizerFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expect");
        QTest::addColumn<QString>("field");
        const Json manifest = test::readJson(test::tokenizerData() / "malformed/manifest.json");
        for (const Json& entry : *manifest.asArray()) {
            const std::string& file = *entry.find("file")->asString();
            const Json* field = entry.find("field");
            QTest::newRow(file.c_str())
                << QString::fromStdString(file)
                << QString::fromStdString(*entry.find("expect")->asString())
                << (field == nullptr ? QString() : QString::fromStdString(*field->asString()));
        }
    }
    void damagedFilesAreRefused()
    {
        QFETCH(QString, file);
        QFETCH(QString, expect);
        QFETCH(QString, field);
        const auto loaded
            = test::loadFile(test::tokenizerData() / "malformed" / file.toStdString());
        if (!loaded) {
            QVERIFY(expect != QStringLiteral("accept"));
            const bool expected = loaded.error().code == ErrorCode::Malformed
                || loaded.error().code == ErrorCode::Unsupported;
            QVERIFY2(expected, loaded.error().oneLine().c_str());
            QVERIFY(loaded.error().oneLine().find(file.toStdString()) != std::string::npos);
            QVERIFY(!loaded.error().why.empty());
            QCOMPARE(loaded.error().field, field.toStdString());
            return;
        }
        QVERIFY(expect != QStringLiteral("refuse"));
        // What is accepted must also run, or say why not, in bounded time.
        for (const std::string& text :
             { std::string(), std::string(40, 'a') + "!", std::string("Hello wörld \n 12") }) {
            const auto encoding = (*loaded)->encode(text);
            QVERIFY(encoding.hasValue() || !encoding.error().what.empty());
        }
    }

    void refusalNamesTheField_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("code");
        const auto add = [](const char* name, const char* from, const char* to, const char* field,
                            ErrorCode code) {
            QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to)
                                << QString::fromLatin1(field) << static_cast<int>(code);
        };
        add("stage", R"("pre_tokenizer":null)",
            R"("pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Magic"}]})",
            "pre_tokenizer.pretokenizers[0].type", ErrorCode::Unsupported);
        add("option", R"("decoder":null)",
            R"("decoder":{"type":"Strip","content":"ab","start":0,"stop":0})", "decoder.content",
            ErrorCode::Malformed);
        add("behaviour", R"("pre_tokenizer":null)",
            R"("pre_tokenizer":{"type":"Punctuation","behavior":"Sideways"})",
            "pre_tokenizer.behavior", ErrorCode::Unsupported);
        add("dropout", R"("merges")", R"("dropout":0.1,"merges")", "model.dropout",
            ErrorCode::Unsupported);
        add("flag", R"("special":true}])", R"("special":1}])", "added_tokens[1].special",
            ErrorCode::Malformed);
        add("template", R"("post_processor":null)",
            R"("post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x"}},{"Sequence":{"id":"A"}}],"pair":[],"special_tokens":{}})",
            "post_processor.special_tokens", ErrorCode::Malformed);
        add("sparse id", R"("ab":2)", R"("ab":200000)", "model.vocab", ErrorCode::Malformed);
    }
    void refusalNamesTheField()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, field);
        QFETCH(int, code);
        QString json = QString::fromLatin1(kTiny);
        QVERIFY(json.contains(from));
        json.replace(from, to);
        const auto loaded = test::loadText(json.toStdString());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().field, field.toStdString());
        QCOMPARE(static_cast<int>(loaded.error().code), code);
    }

    void missingFileIsNotFound()
    {
        const auto loaded = test::loadFile(test::tokenizerData() / "nowhere.json");
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::NotFound);
    }

    void sideFilesGiveStopsBosAndTemplate()
    {
        const QTemporaryDir folder;
        const auto path
            = [&folder](const char* name) { return folder.filePath(QString::fromLatin1(name)); };
        writeFile(path("tokenizer.json"), kTiny);
        writeFile(path("config.json"), R"({"bos_token":{"content":"<s>"},"eos_token":"b",
            "chat_template":[{"name":"tools","template":"T"},{"name":"default","template":"D"}]})");
        writeFile(path("generation.json"), R"({"eos_token_id":[2, 0]})");
        writeFile(path("chat.jinja"), "J");
        tokenizers::TokenizerFiles files;
        files.tokenizerJson = path("tokenizer.json").toStdString();
        files.tokenizerConfig = path("config.json").toStdString();
        files.generationConfig = path("generation.json").toStdString();
        auto tokenizer = test::mustLoad(tokenizers::loadTokenizer(files));
        QCOMPARE(tokenizer->bosId(), std::optional<tokenizers::TokenId>(3));
        QCOMPARE(tokenizer->stopIds(), (std::vector<tokenizers::TokenId> { 2, 0, 1, 4 }));
        QCOMPARE(tokenizer->chatTemplate(), std::optional<std::string>("D"));
        files.chatTemplate = path("chat.jinja").toStdString();
        tokenizer = test::mustLoad(tokenizers::loadTokenizer(files));
        QCOMPARE(tokenizer->chatTemplate(), std::optional<std::string>("J"));
    }

    void loneTokenizerHasItsWellKnownStops()
    {
        const auto tokenizer = test::mustLoad(test::loadText(kTiny));
        QCOMPARE(tokenizer->stopIds(), std::vector<tokenizers::TokenId> { 4 });
        QVERIFY(!tokenizer->bosId());
        QVERIFY(!tokenizer->chatTemplate());
        QCOMPARE(tokenizer->vocabSize(), std::size_t { 5 });
    }

    void ggufGivesStopsBosAndTemplate()
    {
        Json metadata = tinyGguf();
        metadata.set("tokenizer.ggml.eot_token_id", 4);
        metadata.set("tokenizer.chat_template", "{{ x }}");
        const auto tokenizer = test::mustLoad(tokenizers::loadTokenizer(metadata, "m.gguf"));
        QCOMPARE(tokenizer->bosId(), std::optional<tokenizers::TokenId>(1));
        QCOMPARE(tokenizer->stopIds(), (std::vector<tokenizers::TokenId> { 2, 4 }));
        QCOMPARE(tokenizer->chatTemplate(), std::optional<std::string>("{{ x }}"));
        QCOMPARE(tokenizer->encode("a").value().ids,
                 (std::vector<tokenizers::TokenId> { 1, 0, 3 }));
        metadata.set("tokenizer.ggml.add_bos_token", false);
        metadata.set("tokenizer.ggml.add_space_prefix", false);
        metadata.set("tokenizer.ggml.add_eos_token", true);
        const auto bare = test::mustLoad(tokenizers::loadTokenizer(metadata, "m.gguf"));
        QCOMPARE(bare->encode("a").value().ids, (std::vector<tokenizers::TokenId> { 3, 2 }));
    }

    void damagedGgufIsRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("code");
        const auto add = [](const char* name, const char* key, const char* value, ErrorCode code) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(value)
                                << static_cast<int>(code);
        };
        add("model", "tokenizer.ggml.model", R"("magic")", ErrorCode::Unsupported);
        add("model type", "tokenizer.ggml.model", "7", ErrorCode::Malformed);
        add("no tokens", "tokenizer.ggml.tokens", "[]", ErrorCode::Malformed);
        add("token is number", "tokenizer.ggml.tokens", "[1,2,3,4,5]", ErrorCode::Malformed);
        add("scores short", "tokenizer.ggml.scores", "[0.5]", ErrorCode::Malformed);
        add("score is text", "tokenizer.ggml.scores", R"([0,0,0,"x",0])", ErrorCode::Malformed);
        add("types long", "tokenizer.ggml.token_type", "[1,1,1,1,1,1]", ErrorCode::Malformed);
        add("type is text", "tokenizer.ggml.token_type", R"([1,1,1,"x",1])", ErrorCode::Malformed);
        add("flag", "tokenizer.ggml.add_bos_token", "3", ErrorCode::Malformed);
    }
    void damagedGgufIsRefused()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(int, code);
        Json metadata = tinyGguf();
        metadata.set(key.toStdString(), base::parseJson(value.toStdString(), "value").value());
        const auto loaded = tokenizers::loadTokenizer(metadata, "m.gguf");
        QVERIFY(!loaded);
        QCOMPARE(static_cast<int>(loaded.error().code), code);
        QCOMPARE(loaded.error().field, key.toStdString());
        QCOMPARE(loaded.error().file, std::string("m.gguf"));
    }

    void unknownPreTokenizerIsRefusedByName()
    {
        Json metadata = tinyGguf();
        metadata.set("tokenizer.ggml.model", "gpt2");
        metadata.set("tokenizer.ggml.pre", "from-the-future");
        const auto loaded = tokenizers::loadTokenizer(metadata, "m.gguf");
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Unsupported);
        QVERIFY(loaded.error().why.find("from-the-future") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TokenizerFiles)
#include "tst_tokenizer_files.moc"
