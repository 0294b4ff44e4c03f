// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_fixtures.h"

#include <QTest>

#include <random>

using namespace fe;
using tokenizers::TokenId;

namespace {

tokenizers::TokenizerPtr reference(const QString& name)
{
    return test::mustLoad(
        test::loadFile(test::tokenizerData() / name.toStdString() / "tokenizer.json"));
}

} // namespace

class StreamDecoderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesOfRandomIdsEqualDecode_data()
    {
        QTest::addColumn<QString>("tokenizer");
        for (const char* name :
             { "bbpe_gpt2", "bbpe_llama3", "bbpe_roberta", "real_smollm2", "real_clip",
               "real_minilm", "spbpe_llama2", "spbpe_metaspace", "unigram_t5" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    /// Random ids are mostly broken UTF-8, which is the hard case.
    void piecesOfRandomIdsEqualDecode()
    {
        QFETCH(QString, tokenizer);
        const auto loaded = reference(tokenizer);
        std::mt19937 random(7);
        std::uniform_int_distribution<TokenId> anyId(0,
                                                     static_cast<TokenId>(loaded->vocabSize()) + 2);
        for (int round = 0; round < 300; ++round) {
            std::vector<TokenId> ids(static_cast<std::size_t>(round % 23));
            for (TokenId& id : ids) {
                id = round % 2 == 0 ? anyId(random) : anyId(random) % 300;
            }
            for (const bool skip : { false, true }) {
                QCOMPARE(test::streamed(loaded, ids, { skip }), loaded->decode(ids, { skip }));
            }
        }
    }

    void byteLevelTextComesAtOnceAndWholeCodePoints()
    {
        const auto loaded = reference(QStringLiteral("bbpe_gpt2"));
        const auto ids = loaded->encode("a\xED\x95\x9C").value().ids;
        QCOMPARE(ids.size(), std::size_t { 4 });
        tokenizers::StreamDecoder decoder(loaded, {});
        QCOMPARE(decoder.push(ids[0]), std::string("a"));
        QCOMPARE(decoder.push(ids[1]), std::string());
        QCOMPARE(decoder.push(ids[2]), std::string());
        QCOMPARE(decoder.push(ids[3]), std::string("\xED\x95\x9C"));
        QCOMPARE(decoder.finish(), std::string());
    }

    void onlyTheFirstSpaceOfTheTextIsStripped()
    {
        const auto loaded = reference(QStringLiteral("spbpe_llama2"));
        const TokenId word = loaded->idOf("▁t").value();
        tokenizers::StreamDecoder decoder(loaded, {});
        QCOMPARE(decoder.push(word), std::string("t"));
        QCOMPARE(decoder.push(word), std::string(" t"));
    }

    void byteTokensWaitForTheirRunToEnd()
    {
        const auto loaded = reference(QStringLiteral("spbpe_llama2"));
        const auto byte = [&](const char* token) { return loaded->idOf(token).value(); };
        tokenizers::StreamDecoder decoder(loaded, {});
        QCOMPARE(decoder.push(byte("<0xC3>")), std::string());
        QCOMPARE(decoder.push(byte("<0xA9>")), std::string());
        QCOMPARE(decoder.push(byte("▁t")), std::string("\xC3\xA9 t"));
        QCOMPARE(decoder.push(byte("<0xC3>")), std::string());
        QCOMPARE(decoder.finish(), std::string("\xEF\xBF\xBD"));
    }

    void incompleteBytesBecomeReplacementAtTheEnd()
    {
        const auto loaded = reference(QStringLiteral("bbpe_gpt2"));
        const auto ids = loaded->encode("\xED\x95\x9C").value().ids;
        tokenizers::StreamDecoder decoder(loaded, {});
        QCOMPARE(decoder.push(ids[0]), std::string());
        QCOMPARE(decoder.finish(), std::string("\xEF\xBF\xBD"));
    }
};

QTEST_APPLESS_MAIN(StreamDecoderTest)
#include "tst_stream_decoder.moc"
