// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizers/tokenizer.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace fe;

namespace {

/// Files of a stage's folder that hold no stage of their own.
const std::map<std::string, int> kOtherFiles = {
    { "models", 3 }, // the models themselves of bpe_reader.cpp and unigram_reader.cpp, and GGUF's
};

} // namespace

class TokenizerStages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileHasARow_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind :
             { "normalizers", "pre_tokenizers", "models", "processors", "decoders" }) {
            QTest::newRow(kind) << QString::fromLatin1(kind);
        }
    }
    void everyFileHasARow()
    {
        QFETCH(QString, kind);
        const QDir folder(QStringLiteral(FE_TEST_DATA "/../../engine/tokenizers/") + kind);
        const auto files = folder.entryList({ QStringLiteral("*.cpp") }, QDir::Files).size();
        QVERIFY(files > 0);
        const auto names = tokenizers::supportedStages();
        const auto rows = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
            return name.starts_with(kind.toStdString() + "/");
        });
        const auto others = kOtherFiles.find(kind.toStdString());
        QCOMPARE(static_cast<int>(rows),
                 static_cast<int>(files) - (others == kOtherFiles.end() ? 0 : others->second));
    }

    void namesAreSortedWithinTheirKind()
    {
        const auto names = tokenizers::supportedStages();
        const auto kindOf = [](const std::string& name) { return name.substr(0, name.find('/')); };
        for (std::size_t i = 1; i < names.size(); ++i) {
            QVERIFY2(kindOf(names[i - 1]) != kindOf(names[i]) || names[i - 1] < names[i],
                     names[i].c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TokenizerStages)
#include "tst_tokenizer_stages.moc"
