// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QTest>

using namespace fe;
using base::Json;

namespace {

/// The base tokenizer with a case's changes, as tests/reference/tokenizer_pipelines.py makes it.
std::string changedTokenizer(const Json& item)
{
    Json tokenizer
        = test::readJson(test::tokenizerData() / *item.find("base")->asString() / "tokenizer.json");
    for (const auto& [key, value] : *item.find("changes")->asObject()) {
        if (key == "model") {
            Json model = *tokenizer.find("model");
            for (const auto& [option, setting] : *value.asObject()) {
                model.set(option, setting);
            }
            tokenizer.set("model", std::move(model));
        } else if (key == "more_pieces") {
            Json model = *tokenizer.find("model");
            Json pieces = *model.find("vocab");
            for (const Json& piece : *value.asArray()) {
                pieces.push(piece);
            }
            model.set("vocab", std::move(pieces));
            tokenizer.set("model", std::move(model));
        } else if (key == "more_added_tokens") {
            Json added = *tokenizer.find("added_tokens");
            for (const Json& token : *value.asArray()) {
                added.push(token);
            }
            tokenizer.set("added_tokens", std::move(added));
        } else if (key == "normalized_added_tokens") {
            Json added = *tokenizer.find("added_tokens");
            for (Json& token : *added.asArray()) {
                token.set("normalized", value);
            }
            tokenizer.set("added_tokens", std::move(added));
        } else {
            tokenizer.set(key, value);
        }
    }
    return base::toText(tokenizer);
}

} // namespace

class TokenizerPipelines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_reference = test::readJson(test::tokenizerData() / "pipelines.json"); }

    void pipelineEqualsTheReference_data()
    {
        QTest::addColumn<int>("index");
        const auto& cases = *m_reference.find("cases")->asArray();
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::newRow(cases[i].find("name")->asString()->c_str()) << static_cast<int>(i);
        }
    }
    void pipelineEqualsTheReference()
    {
        QFETCH(int, index);
        const Json& item
            = m_reference.find("cases")->asArray()->at(static_cast<std::size_t>(index));
        const auto tokenizer = test::mustLoad(test::loadText(changedTokenizer(item)));
        const auto& texts = *m_reference.find("texts")->asArray();
        for (const bool special : { false, true }) {
            const auto& rows = *item.find(special ? "special" : "plain")->asArray();
            QCOMPARE(rows.size(), texts.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                compare(*tokenizer, tokenizer, *texts[i].asString(), special, rows[i]);
            }
        }
    }

private:
    static void compare(const tokenizers::Tokenizer& tokenizer,
                        const tokenizers::TokenizerPtr& shared, const std::string& text,
                        bool special, const Json& expected)
    {
        const auto encoding = tokenizer.encode(text, { special, true });
        QVERIFY2(encoding.hasValue(), text.c_str());
        QCOMPARE(base::toText(test::toJson(encoding->ids)), base::toText(*expected.find("ids")));
        QCOMPARE(base::toText(Json::arrayOf(encoding->tokens)),
                 base::toText(*expected.find("tokens")));
        QCOMPARE(base::toText(test::toJson(encoding->ranges)),
                 base::toText(*expected.find("offsets")));
        QCOMPARE(tokenizer.decode(encoding->ids, { false }), *expected.find("kept")->asString());
        QCOMPARE(tokenizer.decode(encoding->ids, { true }), *expected.find("skipped")->asString());
        QCOMPARE(test::streamed(shared, encoding->ids, { false }),
                 *expected.find("kept")->asString());
    }

    Json m_reference;
};

QTEST_APPLESS_MAIN(TokenizerPipelines)
#include "tst_tokenizer_pipelines.moc"
