// SPDX-License-Identifier: GPL-3.0-or-later
#include "fexp_process.h"
#include "support/expected_tensors.h"

#include <numeric>

using namespace fe::test;
using fe::tests::excess;
using fe::tests::ExpectedTensor;

namespace {

using Arrays = std::map<std::string, ExpectedTensor>;

// Of the reference (eager attention in float32, see manifest.json): two correct float32
// implementations differ by the order of their sums, some 1e-5 at logits of size 1 to 10.
constexpr double kLogitAbsolute = 3e-4;
constexpr double kRelative = 1e-4;
constexpr double kAttentionAbsolute = 2e-5;
constexpr double kLogProbAbsolute = 2e-4;

Arrays readArrays(const QString& path)
{
    return fe::tests::readExpected(path.toStdString());
}

QString model(const QString& name)
{
    return dataPath(QStringLiteral("models/") + name);
}

/// {name of the row: (what fexp takes, expectations)}
void addModels()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    const QDir folder(model(QString()));
    for (const QString& name : folder.entryList({ QStringLiteral("llama*") }, QDir::Dirs)) {
        QTest::newRow(qPrintable(name))
            << folder.filePath(name + QStringLiteral("/checkpoint"))
            << folder.filePath(name + QStringLiteral("/expected.safetensors"));
    }
    const QDir gguf(model(QStringLiteral("gguf")));
    for (const QString& file : gguf.entryList({ QStringLiteral("*.gguf") })) {
        QTest::newRow(qPrintable(file)) << gguf.filePath(file)
                                        << gguf.filePath(QFileInfo(file).completeBaseName()
                                                         + QStringLiteral(".expected.safetensors"));
    }
}

QJsonObject manifestOf(const QString& checkpoint)
{
    return QJsonDocument::fromJson(contentOf(checkpoint + QStringLiteral("/../manifest.json")))
        .object();
}

QByteArray jsonRow(const std::vector<double>& ids)
{
    QByteArray text;
    for (const double id : ids) {
        text += (text.isEmpty() ? "" : ",") + QByteArray::number(static_cast<qint64>(id));
    }
    return "[" + text + "]";
}

std::vector<double> numbers(const QJsonValue& array)
{
    std::vector<double> values;
    for (const QJsonValue& value : array.toArray()) {
        values.push_back(value.toDouble());
    }
    return values;
}

} // namespace

class TestCliModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runGivesTheReferencesTensors_data() { addModels(); }
    void runGivesTheReferencesTensors()
    {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        const Arrays reference = readArrays(expected);
        QTemporaryDir folder;
        const QByteArray ids = jsonRow(reference.at("input_ids").values);
        const QString input
            = written(folder, QStringLiteral("in.json"), "{\"input_ids\": [" + ids + "]}");
        const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
        const Outcome outcome = fexp({ QStringLiteral("run"), path, QStringLiteral("--input"),
                                       input, QStringLiteral("--dump"), dump,
                                       QStringLiteral("--weights"), QStringLiteral("f32") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const Arrays arrays = readArrays(dump);
        const QJsonObject shapes = outcome.object().value(u"shapes").toObject();
        QCOMPARE(static_cast<std::size_t>(shapes.size()), arrays.size());
        int compared = 0;
        for (const auto& [name, array] : reference) {
            const bool attention = name.starts_with("attentions.");
            if (attention || name == "logits" || name == "final_norm_input"
                || name.starts_with("hidden_states.") || name == "last_hidden_state") {
                QVERIFY2(arrays.contains(name), name.c_str());
                QVERIFY2(arrays.at(name).shape == array.shape, name.c_str());
                const double beyond = excess(arrays.at(name).values, array.values,
                                             attention ? kAttentionAbsolute : kLogitAbsolute,
                                             attention ? 0 : kRelative);
                QVERIFY2(beyond <= 0,
                         qPrintable(QString::fromStdString(name) + u' ' + QString::number(beyond)));
                const auto shape = numbers(shapes.value(QString::fromStdString(name)));
                QVERIFY(
                    std::equal(shape.begin(), shape.end(), array.shape.begin(), array.shape.end()));
                ++compared;
            }
        }
        QVERIFY(compared >= 4); // logits, two hidden states, an attention at least
    }

    void aBatchWithPaddingEqualsItsRowsAlone()
    {
        QTemporaryDir folder;
        const QString path = model(QStringLiteral("llama_tied/checkpoint"));
        const auto logits = [&](const QByteArray& input) {
            const QString file = written(folder, QStringLiteral("in.json"), input);
            const QString dump = folder.filePath(QStringLiteral("out.safetensors"));
            const Outcome outcome
                = fexp({ QStringLiteral("run"), path, QStringLiteral("--input"), file,
                         QStringLiteral("--dump"), dump, QStringLiteral("--weights=f32") });
            return outcome.status == 0 ? readArrays(dump).at("logits") : ExpectedTensor {};
        };
        const ExpectedTensor both = logits(R"({"input_ids": [[5, 6, 7, 8], [9, 10, 0, 0]],
                                      "attention_mask": [[1, 1, 1, 1], [1, 1, 0, 0]]})");
        const ExpectedTensor first = logits(R"({"input_ids": [[5, 6, 7, 8]]})");
        const ExpectedTensor second = logits(R"({"input_ids": [9, 10]})");
        QCOMPARE(both.shape, (fe::base::Shape { 2, 4, 760 }));
        for (std::size_t i = 0; i < first.values.size(); ++i) {
            QVERIFY(std::abs(both.values[i] - first.values[i]) < kLogitAbsolute);
        }
        for (std::size_t i = 0; i < second.values.size(); ++i) {
            QVERIFY(std::abs(both.values[first.values.size() + i] - second.values[i])
                    < kLogitAbsolute);
        }
    }

    void generateFollowsTheGreedyReference_data() { addModels(); }
    void generateFollowsTheGreedyReference()
    {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        if (path.endsWith(QStringLiteral(".gguf"))
            || !QFileInfo::exists(path + QStringLiteral("/tokenizer.json"))) {
            return; // ids alone are known of these: tst_generation_reference has them
        }
        const Arrays reference = readArrays(expected);
        const Outcome outcome
            = fexp({ QStringLiteral("generate"), path, QStringLiteral("--prompt"),
                     manifestOf(path).value(u"text").toString(), QStringLiteral("--temperature"),
                     QStringLiteral("0"), QStringLiteral("--max-tokens"), QStringLiteral("20"),
                     QStringLiteral("--weights"), QStringLiteral("f32") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        QCOMPARE(result.value(u"prompt_tokens").toInt(),
                 static_cast<int>(reference.at("input_ids").values.size()));
        // The reference goes on after EOS; fexp ends before it.
        const auto& wanted = reference.at("greedy_ids").values;
        const auto ids = numbers(result.value(u"ids"));
        QVERIFY(std::equal(ids.begin(), ids.end(), wanted.begin(),
                           wanted.begin()
                               + static_cast<std::ptrdiff_t>(std::min(ids.size(), wanted.size()))));
        const bool ended = ids.size() < wanted.size();
        QCOMPARE(result.value(u"finish_reason").toString(),
                 ended ? QStringLiteral("eos") : QStringLiteral("length"));
        const QJsonArray steps = result.value(u"steps").toArray();
        QCOMPARE(static_cast<std::size_t>(steps.size()), ids.size());
        for (const QJsonValue& step : steps) {
            QCOMPARE(step[u"rank"].toInt(), 1);
            QCOMPARE(step[u"top"].toArray().size(), 5);
            QCOMPARE(step[u"top"][0][u"id"].toInt(), step[u"id"].toInt());
            QCOMPARE(step[u"top"][0][u"logprob"].toDouble(), step[u"logprob"].toDouble());
            QVERIFY(step[u"entropy"].toDouble() > 0);
        }
        QVERIFY(result.value(u"timings").toObject().value(u"load_s").toDouble() > 0);
    }

    void scoreGivesTheReferencesLogProbabilities_data() { addModels(); }
    void scoreGivesTheReferencesLogProbabilities()
    {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        if (path.endsWith(QStringLiteral(".gguf"))
            || !QFileInfo::exists(path + QStringLiteral("/tokenizer.json"))) {
            return;
        }
        const Arrays reference = readArrays(expected);
        const QJsonObject manifest = manifestOf(path);
        const QString continuation = manifest.value(u"continuation_text").toString();
        const Outcome outcome
            = fexp({ QStringLiteral("score"), path, QStringLiteral("--prompt"),
                     manifest.value(u"text").toString(), QStringLiteral("--continuation"),
                     QStringLiteral("-x"), QStringLiteral("--continuation"), continuation,
                     QStringLiteral("--weights=f32") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QCOMPARE(outcome.json().array().size(), 2);
        const QJsonObject row = outcome.json().array().at(1).toObject();
        QCOMPARE(row.value(u"continuation").toString(), continuation);
        // The reference holds the first ten tokens of the text.
        const auto ids = numbers(row.value(u"ids"));
        const auto logProbs = numbers(row.value(u"logprobs"));
        const auto& wantedIds = reference.at("continuation_ids").values;
        const auto& wanted = reference.at("continuation_logprobs").values;
        QCOMPARE(logProbs.size(), ids.size());
        QVERIFY(ids.size() >= wantedIds.size() && !wantedIds.empty());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QCOMPARE(ids[i], wantedIds[i]);
            QVERIFY(std::abs(logProbs[i] - wanted[i]) <= kLogProbAbsolute);
        }
        const double sum = std::accumulate(logProbs.begin(), logProbs.end(), 0.0);
        QVERIFY(std::abs(row.value(u"sum").toDouble() - sum) < 1e-9);
        const auto count = static_cast<double>(ids.size());
        QVERIFY(std::abs(row.value(u"per_token").toDouble() - sum / count) < 1e-9);
        const auto bytes = static_cast<double>(continuation.toUtf8().size());
        QVERIFY(std::abs(row.value(u"per_byte").toDouble() - sum / bytes) < 1e-9);
    }

    void inspectTellsWhatTheFileSays_data() { addModels(); }
    void inspectTellsWhatTheFileSays()
    {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        const Outcome outcome = fexp({ QStringLiteral("inspect"), path });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QVERIFY(outcome.out.endsWith("}\n") && outcome.out.count('\n') == 1);
        const QJsonObject result = outcome.object();
        const bool isGguf = path.endsWith(QStringLiteral(".gguf"));
        QCOMPARE(result.value(u"architecture"),
                 result.value(u"metadata")[isGguf ? QStringLiteral("general.architecture")
                                                  : QStringLiteral("model_type")]);
        QCOMPARE(result.value(u"kind").toString(), QStringLiteral("decoder"));
        const auto logits = readArrays(expected).at("logits").shape;
        QCOMPARE(result.value(u"vocab_size").toInt(), static_cast<int>(logits.back()));
        const bool isGpt2 = result.value(u"architecture") == QStringLiteral("gpt2");
        QVERIFY(result.value(u"layers").toInt() >= 1);
        QVERIFY(result.value(u"context").toInt() >= (isGpt2 ? 64 : 128)); // its positions
        QCOMPARE(result.value(u"sha256").toString().size(), 64);
        const QJsonArray tensors = result.value(u"tensors").toArray();
        QVERIFY(tensors.size() > 10);
        double bytes = 0;
        for (const QJsonValue& tensor : tensors) {
            QVERIFY(!tensor[u"name"].toString().isEmpty());
            bytes += tensor[u"bytes"].toDouble();
        }
        QVERIFY(bytes > 0 && bytes < result.value(u"file_bytes").toDouble());
    }

    void inspectShowsALoneSafetensorsFile()
    {
        const QString path = model(QStringLiteral("llama_fp16/checkpoint/model.safetensors"));
        const Outcome outcome
            = fexp({ QStringLiteral("inspect"), path, QStringLiteral("--tensors") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject result = outcome.object();
        QVERIFY(result.value(u"architecture").isNull());
        QCOMPARE(result.value(u"parameters").toInt(), 113136); // n_params of its manifest
        QCOMPARE(result.value(u"weight_types").toArray(), QJsonArray { QStringLiteral("F16") });
        QCOMPARE(result.value(u"tensors").toArray().at(0)[u"file"].toString(),
                 QStringLiteral("model.safetensors"));
    }

    void inspectAbbreviatesLongMetadata()
    {
        const Outcome outcome
            = fexp({ QStringLiteral("inspect"), model(QStringLiteral("gguf/llama_F16.gguf")) });
        const QJsonObject metadata = outcome.object().value(u"metadata").toObject();
        const QJsonObject tokens = metadata.value(u"tokenizer.ggml.tokens").toObject();
        QCOMPARE(tokens.value(u"count").toInt(), 760);
        QCOMPARE(tokens.value(u"first").toArray().size(), 4);
        QVERIFY(metadata.value(u"llama.block_count").isDouble());
    }

    void inspectAbbreviatesLongTexts()
    {
        const QByteArray note = "x" + QByteArray("\u00FC").repeated(200);
        const QByteArray header
            = "{\"__metadata__\":{\"short\":\"as it is\",\"note\":\"" + note + "\"}}";
        const quint64 length = static_cast<quint64>(header.size());
        QTemporaryDir folder;
        const QString path
            = written(folder, QStringLiteral("a.safetensors"),
                      QByteArray(reinterpret_cast<const char*>(&length), sizeof(length)) + header);
        const QJsonObject metadata
            = fexp({ QStringLiteral("inspect"), path }).object().value(u"metadata").toObject();
        QCOMPARE(metadata.value(u"short").toString(), QStringLiteral("as it is"));
        QCOMPARE(metadata.value(u"note")[u"bytes"].toInt(), 401);
        QCOMPARE(metadata.value(u"note")[u"first"].toString(),
                 QLatin1Char('x') + QStringLiteral("\u00FC").repeated(31)); // 63 bytes of 64
    }

    void tokenizeGivesOneRowPerText()
    {
        QTemporaryDir folder;
        const QString path = model(QStringLiteral("llama_tied/checkpoint"));
        const QString texts = written(folder, QStringLiteral("texts.json"),
                                      "[\"\", \"The gradient\", \"h\u00E9\"]");
        const Outcome outcome
            = fexp({ QStringLiteral("tokenize"), path, QStringLiteral("--file"), texts });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonArray rows = outcome.json().array();
        QCOMPARE(rows.size(), 3);
        const Outcome alone
            = fexp({ QStringLiteral("tokenize"), path + QStringLiteral("/tokenizer.json"),
                     QStringLiteral("--text"), QStringLiteral("The gradient") });
        QCOMPARE(alone.json().array().at(0), rows.at(1));
        const QJsonObject row = rows.at(1).toObject();
        const auto count = row.value(u"ids").toArray().size();
        QVERIFY(count > 1);
        QCOMPARE(row.value(u"tokens").toArray().size(), count);
        QCOMPARE(row.value(u"offsets").toArray().size(), count);
        QCOMPARE(row.value(u"ids")[0].toInt(), 1); // BOS by the post-processor
        QCOMPARE(row.value(u"offsets")[0].toArray(), (QJsonArray { 0, 0 }));
        QCOMPARE(row.value(u"offsets").toArray().last().toArray().last().toInt(), 12);
        const Outcome bare
            = fexp({ QStringLiteral("tokenize"), path, QStringLiteral("--text"),
                     QStringLiteral("The gradient"), QStringLiteral("--no-special") });
        const QJsonObject bareRow = bare.json().array().at(0).toObject();
        QCOMPARE(bareRow.value(u"ids").toArray().size(), count - 1);
        QCOMPARE(bareRow.value(u"decoded").toString(), QStringLiteral("The gradient"));
    }

    void streamWritesALineATokenAndTheResultLast()
    {
        const QStringList arguments {
            QStringLiteral("generate"),       model(QStringLiteral("llama_tied/checkpoint")),
            QStringLiteral("--prompt"),       QStringLiteral("The gradient"),
            QStringLiteral("--seed"),         QStringLiteral("3"),
            QStringLiteral("--max-tokens"),   QStringLiteral("12"),
            QStringLiteral("--top-logprobs"), QStringLiteral("2")
        };
        const Outcome outcome = fexp(arguments + QStringList { QStringLiteral("--stream") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QList<QByteArray> lines = outcome.out.split('\n');
        QVERIFY(lines.takeLast().isEmpty());
        const QJsonObject last = QJsonDocument::fromJson(lines.takeLast()).object();
        QString text;
        QJsonArray ids;
        for (const QByteArray& line : lines) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            text += object.value(u"text").toString();
            if (object.contains(u"id")) {
                ids.append(object.value(u"id"));
                QCOMPARE(object.value(u"top").toArray().size(), 2);
            }
        }
        QCOMPARE(last.value(u"ids").toArray(), ids);
        QCOMPARE(last.value(u"text").toString(), text);
        const Outcome whole = fexp(arguments);
        QCOMPARE(whole.object().value(u"ids").toArray(), ids);
    }

    void chatGoesThroughTheModelsTemplate()
    {
        QTemporaryDir folder;
        const QString source = model(QStringLiteral("llama_tied/checkpoint/"));
        for (const QString& name : QDir(source).entryList(QDir::Files)) {
            QVERIFY(QFile::copy(source + name, folder.filePath(name)));
        }
        written(
            folder, QStringLiteral("tokenizer_config.json"),
            R"({"bos_token": "<s>", "eos_token": "</s>", "chat_template": "{{ bos_token }}The )"
            R"({{ messages[0].content }}{% if of is not defined %}{{ raise_exception('of what?') }}{% endif %}"})");
        const auto generate = [&](const QString& option, const QString& value) {
            return fexp({ QStringLiteral("generate"), folder.path(), option, value,
                          QStringLiteral("--temperature=0"), QStringLiteral("--max-tokens=6") });
        };
        const QString chat
            = written(folder, QStringLiteral("chat.json"),
                      R"({"messages": [{"role": "user", "content": "gradient"}], "of": "loss"})");
        const Outcome fromChat = generate(QStringLiteral("--chat"), chat);
        QVERIFY2(fromChat.status == 0, fromChat.story().constData());
        const Outcome fromPrompt
            = generate(QStringLiteral("--prompt"), QStringLiteral("The gradient"));
        QCOMPARE(fromChat.object().value(u"ids"), fromPrompt.object().value(u"ids"));
        QCOMPARE(fromChat.object().value(u"prompt_tokens"),
                 fromPrompt.object().value(u"prompt_tokens"));

        const QString bare
            = written(folder, QStringLiteral("bare.json"), R"([{"role": "user", "content": "a"}])");
        const Outcome refused = generate(QStringLiteral("--chat"), bare);
        QVERIFY2(refused.status == 3 && refused.isOneLine(), refused.story().constData());
        QVERIFY2(refused.err.contains("of what?"), refused.story().constData());
        const QString wrong = written(folder, QStringLiteral("wrong.json"), R"({"of": "loss"})");
        QCOMPARE(generate(QStringLiteral("--chat"), wrong).status, 3);
    }

    void samplesDifferAndAreTheirSeedsOwn()
    {
        const auto generate = [](const char* seed, const char* samples) {
            return fexp({ QStringLiteral("generate"),
                          model(QStringLiteral("llama_tied/checkpoint")),
                          QStringLiteral("--prompt"), QStringLiteral("The"),
                          QStringLiteral("--max-tokens=8"), QStringLiteral("--seed"),
                          QString::fromLatin1(seed), QStringLiteral("--samples"),
                          QString::fromLatin1(samples) })
                .object();
        };
        const QJsonArray samples = generate("5", "3").value(u"samples").toArray();
        QCOMPARE(samples.size(), 3);
        QCOMPARE(samples.at(2)[u"seed"].toInt(), 7);
        QVERIFY(samples.at(0)[u"ids"].toArray() != samples.at(1)[u"ids"].toArray());
        QCOMPARE(generate("6", "1").value(u"ids").toArray(), samples.at(1)[u"ids"].toArray());
    }

    void perplexityCountsItsTokens()
    {
        const QString path = model(QStringLiteral("llama_tied/checkpoint"));
        const QString text = dataPath(QStringLiteral("cli/text.txt"));
        const Outcome tokenized
            = fexp({ QStringLiteral("tokenize"), path, QStringLiteral("--no-special"),
                     QStringLiteral("--text"), QString::fromUtf8(contentOf(text)) });
        const auto count = tokenized.json().array().at(0)[u"ids"].toArray().size();
        const auto perplexity = [&](const char* context, const char* stride) {
            const Outcome outcome
                = fexp({ QStringLiteral("perplexity"), path, QStringLiteral("--file"), text,
                         QStringLiteral("--context"), QString::fromLatin1(context),
                         QStringLiteral("--stride"), QString::fromLatin1(stride) });
            return outcome.object();
        };
        const QJsonObject apart = perplexity("16", "16");
        QCOMPARE(apart.value(u"tokens").toInt(),
                 count - (count + 15) / 16); // no window's first token
        const QJsonObject sliding = perplexity("16", "8");
        QCOMPARE(sliding.value(u"tokens").toInt(), count - 1);
        const double perToken = sliding.value(u"nll_per_token").toDouble();
        QVERIFY(std::abs(std::exp(perToken) / sliding.value(u"perplexity").toDouble() - 1) < 1e-9);
        const double perByte = perToken * static_cast<double>(count - 1)
            / static_cast<double>(contentOf(text).size());
        QVERIFY(std::abs(sliding.value(u"nll_per_byte").toDouble() - perByte) < 1e-9);
    }

    void listNamesWhatIsSupported()
    {
        const QJsonObject result = fexp({ QStringLiteral("list") }).object();
        QCOMPARE(result.value(u"architectures")[0][u"id"].toString(), QStringLiteral("llama"));
        for (const char* key : { "tokenizer_stages", "file_formats", "weight_types" }) {
            QVERIFY2(!result.value(QLatin1String(key)).toArray().isEmpty(), key);
        }
        const QJsonArray types = result.value(u"weight_types").toArray();
        for (const char* type : { "F32", "BF16", "Q4_K", "IQ2_XXS", "TQ1_0", "MXFP4" }) {
            QVERIFY2(types.contains(QLatin1String(type)), type);
        }
        QVERIFY(!types.contains(QLatin1String("I64")));
    }
};

QTEST_GUILESS_MAIN(TestCliModels)
#include "tst_cli_models.moc"
