// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/exports.h"
#include "prompting/run_record.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace fe::prompting;
using fe::base::Json;

namespace {

RunRecord sample()
{
    RunRecord record;
    record.modelName = "Tiny";
    record.modelPath = "/models/tiny.gguf";
    record.modelSha256 = std::string(64, 'a');
    record.architecture = "llama";
    record.weights = "stored";
    record.device = "cpu";
    record.threads = 2;
    record.version = "0.1.0";
    record.time = "2026-01-02T03:04:05Z";
    record.mode = Mode::Chat;
    record.prompt = "Say \"a,b\"\n";
    record.promptIds = { 5, 6, 7 };
    record.options.sampling.seed = std::numeric_limits<std::uint64_t>::max();
    record.options.sampling.temperature = 0.7;
    record.options.sampling.logitBias
        = { { 3, -std::numeric_limits<double>::infinity() }, { 4, 1.5 } };
    record.options.maxTokens = 9;
    record.options.stop = { "\n\n" };
    record.options.stopIds = { 2 };
    record.generation.text = "a,\"안";
    record.generation.steps = {
        { 11, std::log(0.5F), 1, 0.75F, { { 11, std::log(0.5F) }, { 12, std::log(0.25F) } }, 0, 1 },
        { 12, std::log(0.25F), 2, 1.25F, { { 13, std::log(0.5F) } }, 1, 3 },
        { 14, -std::numeric_limits<float>::infinity(), 9, 0.5F, {}, 3, 6 },
    };
    record.generation.reason = fe::generation::StopReason::Stop;
    record.generation.timings = { 0.5, 2.0, 3, 4 };
    record.firstTokenSeconds = 0.625;
    record.labels = { { 11, "a" }, { 12, ",\"" }, { 13, " b" }, { 14, "안" } };
    return record;
}

Json parsed(const std::string& text)
{
    const auto json = fe::base::parseJson(text, "test");
    return json ? *json : Json();
}

} // namespace

class RunRecordTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRecordComesBackFromItsJson()
    {
        const std::string text = fe::base::toText(toJson(sample()));
        const auto read = recordFromJson(parsed(text));
        QVERIFY(read.hasValue());
        QCOMPARE(fe::base::toText(toJson(*read)), text);
        QCOMPARE(read->options.sampling.seed, std::numeric_limits<std::uint64_t>::max());
        QVERIFY(std::isinf(read->options.sampling.logitBias.at(3)));
        QVERIFY(std::isinf(read->generation.steps[2].logProb));
        QCOMPARE(read->generation.steps[1].top[0].id, 13);
        QCOMPARE(read->label(13), std::string(" b"));
        QCOMPARE(read->mode, Mode::Chat);
    }

    void anUnknownHashIsNull()
    {
        RunRecord record = sample();
        record.modelSha256.clear();
        const Json json = toJson(record);
        QVERIFY(json.find("run")->find("model")->find("sha256")->isNull());
        const auto read = recordFromJson(json);
        QVERIFY(read.hasValue());
        QVERIFY(read->modelSha256.empty());
    }

    // Every member taken away or replaced by another type makes it no record; none crashes.
    void damagedRecordsAreRefused()
    {
        const Json whole = toJson(sample());
        for (const auto& [key, value] : *whole.asObject()) {
            if (key == "ids" || key == "prompt_tokens") {
                continue; // for other programs: said again by the steps
            }
            for (const Json& other :
                 { Json(), Json("x"), Json(-1.5), Json::array(), Json::object() }) {
                if (other == value || (value.isString() && other.isString() && key == "text")) {
                    continue;
                }
                if (key == "steps" && other.isArray()) {
                    continue; // a run without a token is one
                }
                Json damaged = whole;
                damaged.set(key, other);
                QVERIFY2(!recordFromJson(damaged).hasValue(), key.c_str());
            }
        }
        QVERIFY(!recordFromJson(Json()).hasValue());
        QVERIFY(!recordFromJson(Json::array()).hasValue());
    }

    void textRangesOutsideTheTextAreRefused_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::newRow("behind the end") << 3 << 700;
        QTest::newRow("negative") << -1 << 2;
        QTest::newRow("backwards") << 5 << 4;
        QTest::newRow("overlapping the token before") << 0 << 4;
    }
    void textRangesOutsideTheTextAreRefused()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        const Json whole = toJson(sample());
        Json steps = *whole.find("steps");
        (*steps.asArray())[2].set("text_begin", begin);
        (*steps.asArray())[2].set("text_end", end);
        Json damaged = whole;
        damaged.set("steps", steps);
        QVERIFY(!recordFromJson(damaged).hasValue());
    }

    void meansAreThoseOfTheTokens()
    {
        RunRecord record = sample();
        record.generation.steps.pop_back();
        // (ln 0.5 + ln 0.25) / 2 = -1.5 ln 2, so the perplexity is 2^1.5. Floats: 24 bits.
        QVERIFY(std::abs(record.meanLogProb() + 1.5 * std::log(2.0)) < 1e-6);
        QVERIFY(std::abs(record.perplexity() - std::pow(2.0, 1.5)) < 1e-5);
        QCOMPARE(record.tokensPerSecond(), 2.0);
        record.generation.steps.clear();
        record.generation.timings = {};
        QVERIFY(std::isnan(record.meanLogProb()));
        QVERIFY(std::isnan(record.tokensPerSecond()));
    }

    void jsonHasTheKeysOfTheCommandLine()
    {
        const Json json = parsed(exportText(sample(), ExportFormat::Json));
        for (const char* key :
             { "text", "ids", "finish_reason", "steps", "prompt_tokens", "timings" }) {
            QVERIFY2(json.find(key) != nullptr, key);
        }
        QCOMPARE(*json.find("finish_reason")->asString(), std::string("stop"));
        QCOMPARE(json.find("ids")->asArray()->size(), std::size_t { 3 });
        const Json* run = json.find("run");
        QVERIFY(run != nullptr);
        QCOMPARE(run->find("options")->find("seed")->asUint().value(),
                 std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(run->find("prompt_ids")->asArray()->size(), std::size_t { 3 });
        QCOMPARE(*run->find("prompt")->asString(), sample().prompt);
    }

    void csvQuotesWhatItMust()
    {
        const QStringList lines
            = QString::fromStdString(exportText(sample(), ExportFormat::Csv)).split(u'\n');
        QCOMPARE(lines.size(), 5); // head, three tokens, nothing after the last line break
        QCOMPARE(lines[0],
                 QStringLiteral("index,id,token,probability,logprob,rank,entropy,alternative_1,"
                                "alternative_1_logprob,alternative_2,alternative_2_logprob"));
        const QStringList first = lines[1].split(u',');
        QCOMPARE(first.mid(0, 3),
                 (QStringList { QStringLiteral("1"), QStringLiteral("11"), QStringLiteral("a") }));
        QVERIFY(std::abs(first[3].toDouble() - 0.5) < 1e-7); // a float's logarithm: 24 bits
        QCOMPARE(first[4].toDouble(), static_cast<double>(std::log(0.5F)));
        QVERIFY(lines[2].startsWith(QStringLiteral("2,12,\",\"\"\",0.2")));
        QVERIFY(lines[2].contains(QStringLiteral(",\" b\",")));
        QVERIFY(lines[2].endsWith(QStringLiteral(",,")));
        QVERIFY(lines[3].startsWith(QStringLiteral("3,14,안,0")));
        QVERIFY(lines[3].contains(QStringLiteral(",,9,0.5,"))); // no logarithm of zero
        QVERIFY(lines[4].isEmpty());
    }

    void markdownFencesSurviveBackticks()
    {
        RunRecord record = sample();
        record.generation.text = "```\ncode\n```";
        const QString text = QString::fromStdString(exportText(record, ExportFormat::Markdown));
        QVERIFY(text.contains(QStringLiteral("````\n```\ncode\n```\n````\n")));
        QVERIFY(text.contains(QStringLiteral("18446744073709551615")));
        QVERIFY(text.contains(QString(64, u'a')));
    }

    void textIsTheAnswerWithOneLineBreakAtItsEnd()
    {
        QCOMPARE(exportText(sample(), ExportFormat::Text), std::string("a,\"안\n"));
        RunRecord record = sample();
        record.generation.text = "x\n";
        QCOMPARE(exportText(record, ExportFormat::Text), std::string("x\n"));
    }

    void exportsReplaceAFileWholeOrLeaveIt()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("out.txt"));
        QVERIFY(writeExport(path, "first").hasValue());
        QVERIFY(writeExport(path, "2").hasValue());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("2"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
        const auto failed = writeExport(folder.filePath(QStringLiteral("none/out.txt")), "x");
        QVERIFY(!failed.hasValue());
        QVERIFY(!failed.error().fix.empty());
    }
};

QTEST_GUILESS_MAIN(RunRecordTest)
#include "tst_run_record.moc"
