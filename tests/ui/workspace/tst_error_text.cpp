// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/error_text.h"
#include "workspace/path_text.h"
#include "workspace/workspace.h"

#include <QTest>

using namespace fe;

class TestErrorText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasHeadlineAndAdvice();
    void headlineNamesTheFileAlone();
    void detailsAreTheEnginesLine();
    void modelNamesAreWhatTheUserKnows_data();
    void modelNamesAreWhatTheUserKnows();
    void pathsComeBackAsTheyWere();
};

void TestErrorText::everyCodeHasHeadlineAndAdvice()
{
    QStringList headlines;
    for (int code = 0; code <= static_cast<int>(base::ErrorCode::Internal); ++code) {
        base::Error error;
        error.code = static_cast<base::ErrorCode>(code);
        const workspace::ErrorText text = workspace::errorText(error);
        QVERIFY(!text.headline.isEmpty());
        QVERIFY(!headlines.contains(text.headline));
        headlines.append(text.headline);
        QCOMPARE(text.advice.isEmpty(), error.code == base::ErrorCode::Cancelled);
    }
}

void TestErrorText::headlineNamesTheFileAlone()
{
    const workspace::ErrorText text = workspace::errorText(
        base::malformed("/home/user/모델/m.gguf", "byte 81,920", "it ends too early"));
    QVERIFY2(text.headline.endsWith(QStringLiteral(": m.gguf")), qPrintable(text.headline));
}

void TestErrorText::detailsAreTheEnginesLine()
{
    const base::Error error = base::malformed("m.gguf", "byte 81,920", "it ends too early");
    const QString details = workspace::errorText(error).details;
    QCOMPARE(details.toStdString(), error.oneLine());
    QVERIFY(details.contains(QStringLiteral("byte 81,920")));
    QVERIFY(details.contains(QStringLiteral("it ends too early")));
}

void TestErrorText::modelNamesAreWhatTheUserKnows_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* path, const char* name) {
        QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(name);
    };
    row("/m/SmolLM2-135M-Instruct.Q4_1.gguf", "SmolLM2-135M-Instruct");
    row("/m/llama-3.2-1B-Q4_K_M.gguf", "llama-3.2-1B");
    row("/m/model-IQ3_XXS.gguf", "model");
    row("/m/model.bf16.gguf", "model");
    row("/m/Q8_0.gguf", "Q8_0");
    row("/m/plain.gguf", "plain");
    row("/m/v1.5.safetensors", "v1.5");
}

void TestErrorText::modelNamesAreWhatTheUserKnows()
{
    QFETCH(const QString, path);
    QFETCH(const QString, name);
    QCOMPARE(workspace::modelName(path), name);
}

void TestErrorText::pathsComeBackAsTheyWere()
{
    const QString path = QStringLiteral("/m/한국어 모델 😀/a b.gguf");
    QCOMPARE(workspace::toText(workspace::toPath(path)), path);
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
