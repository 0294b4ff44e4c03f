// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QTest>

using namespace fe;
using base::Json;
using tokenizers::Truncation;

namespace {

const std::string& textOf(const Json& row, const char* key)
{
    return *row.find(key)->asString();
}

void compareRow(const tokenizers::Encoding& encoding, const Json& row)
{
    QCOMPARE(base::toText(test::toJson(encoding.ids)), base::toText(*row.find("ids")));
    QCOMPARE(base::toText(Json::arrayOf(encoding.tokens)), base::toText(*row.find("tokens")));
    QCOMPARE(base::toText(Json::arrayOf(encoding.typeIds)), base::toText(*row.find("types")));
    QCOMPARE(encoding.ranges.size(), encoding.ids.size());
}

base::Result<tokenizers::Encoding> encode(const tokenizers::Tokenizer& tokenizer, const Json& texts,
                                          const tokenizers::EncodeOptions& options)
{
    const auto& items = *texts.asArray();
    return items.size() == 1
        ? tokenizer.encode(*items[0].asString(), options)
        : tokenizer.encodePair(*items[0].asString(), *items[1].asString(), options);
}

Truncation truncationOf(const Json& row)
{
    Truncation truncation;
    truncation.maxLength = static_cast<std::size_t>(*row.find("length")->asUint());
    truncation.side
        = textOf(row, "side") == "left" ? tokenizers::Side::Left : tokenizers::Side::Right;
    const std::string& strategy = textOf(row, "strategy");
    truncation.strategy = strategy == "only_first" ? Truncation::Strategy::OnlyFirst
        : strategy == "only_second"                ? Truncation::Strategy::OnlySecond
                                                   : Truncation::Strategy::LongestFirst;
    return truncation;
}

} // namespace

class TokenizerBatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_reference = test::readJson(test::tokenizerData() / "batches.json"); }

    void equalsTheReference_data()
    {
        QTest::addColumn<int>("index");
        const auto& cases = *m_reference.find("cases")->asArray();
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::newRow(textOf(cases[i], "folder").c_str()) << static_cast<int>(i);
        }
    }
    void equalsTheReference()
    {
        QFETCH(int, index);
        const Json& item
            = m_reference.find("cases")->asArray()->at(static_cast<std::size_t>(index));
        const auto tokenizer = test::mustLoad(
            test::loadFile(test::tokenizerData() / textOf(item, "folder") / "tokenizer.json"));
        for (const Json& row : *item.find("pairs")->asArray()) {
            const bool special = *row.find("special")->asBool();
            const auto encoding = encode(*tokenizer, *row.find("texts"), { special, true });
            QVERIFY(encoding.hasValue());
            compareRow(*encoding, row);
        }
        for (const Json& row : *item.find("cuts")->asArray()) {
            const auto encoding
                = encode(*tokenizer, *row.find("texts"), { true, true, truncationOf(row) });
            QCOMPARE(encoding.hasValue(), row.find("error") == nullptr);
            if (encoding) {
                compareRow(*encoding, row);
            }
        }
        for (const Json& row : *item.find("batches")->asArray()) {
            comparePadded(*tokenizer, row);
        }
    }

    void filesSayHowBatchesAreMade()
    {
        const auto miniLm = test::mustLoad(
            test::loadFile(test::tokenizerData() / "real_minilm" / "tokenizer.json"));
        const tokenizers::BatchSettings& settings = miniLm->batchSettings();
        QVERIFY(settings.truncation && settings.padding);
        QCOMPARE(settings.truncation->maxLength, std::size_t { 128 });
        QCOMPARE(settings.padding->fixedLength, std::optional<std::size_t>(128));
        QCOMPARE(settings.padding->id, 0);
        QCOMPARE(miniLm->padId(), std::optional<tokenizers::TokenId>(0));
        // What the settings say changes no encoding by itself.
        QCOMPARE(miniLm->encode("hello").value().ids.size(), std::size_t { 3 });
        const auto gpt2 = test::mustLoad(
            test::loadFile(test::tokenizerData() / "bbpe_gpt2" / "tokenizer.json"));
        QVERIFY(!gpt2->batchSettings().truncation && !gpt2->batchSettings().padding);
    }

    void emptyBatchHasNoColumns()
    {
        const tokenizers::Batch batch = tokenizers::padBatch({}, {});
        QCOMPARE(batch.rows, std::size_t { 0 });
        QCOMPARE(batch.columns, std::size_t { 0 });
        QVERIFY(batch.ids.empty());
    }

private:
    void comparePadded(const tokenizers::Tokenizer& tokenizer, const Json& row) const
    {
        tokenizers::Padding padding;
        padding.id = 1;
        padding.typeId = 1;
        padding.side
            = textOf(row, "side") == "left" ? tokenizers::Side::Left : tokenizers::Side::Right;
        if (const auto length = row.find("length")->asUint()) {
            padding.fixedLength = static_cast<std::size_t>(*length);
        }
        padding.multipleOf = static_cast<std::size_t>(row.find("multiple")->asUint().value_or(1));
        std::vector<tokenizers::Encoding> encodings;
        for (const Json& text : *m_reference.find("texts")->asArray()) {
            encodings.push_back(tokenizer.encode(*text.asString()).value());
        }
        const tokenizers::Batch batch = tokenizers::padBatch(encodings, padding);
        Json ids = Json::array();
        Json types = Json::array();
        Json mask = Json::array();
        for (const Json& expected : *row.find("rows")->asArray()) {
            const auto appendAll = [](Json& to, const Json& from) {
                for (const Json& number : *from.asArray()) {
                    to.push(number);
                }
            };
            appendAll(ids, *expected.find("ids"));
            appendAll(types, *expected.find("types"));
            appendAll(mask, *expected.find("mask"));
        }
        QCOMPARE(batch.rows * batch.columns, batch.ids.size());
        QCOMPARE(base::toText(test::toJson(batch.ids)), base::toText(ids));
        QCOMPARE(base::toText(Json::arrayOf(batch.typeIds)), base::toText(types));
        const std::vector<int> wide(batch.attentionMask.begin(), batch.attentionMask.end());
        QCOMPARE(base::toText(Json::arrayOf(wide)), base::toText(mask));
    }

    Json m_reference;
};

QTEST_APPLESS_MAIN(TokenizerBatches)
#include "tst_tokenizer_batches.moc"
