// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is inside a TorchScript archive: pickles and code.
#include "engine/formats/torchscript_builder.h"
#include "formats/script_code.h"

#include <QElapsedTimer>
#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;

class TestTorchScriptContent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hostilePickleIsRefused_data();
    void hostilePickleIsRefused();
    void deeplySharedModulesEndSoon();
    void depthOfCodeIsBounded_data();
    void depthOfCodeIsBounded();
};

void TestTorchScriptContent::hostilePickleIsRefused_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const QByteArray& data, const QByteArray& reason) {
        QTest::newRow(name) << data << reason;
    };
    const auto rowTensor
        = [&](const char* name, const QByteArray& reason, const TensorWords& words) {
              row(name, pickle(module(text("w") + tensor(words))), reason);
          };
    row("nothing", "", "does not begin as a pickle");
    row("text", "hello", "does not begin as a pickle");
    row("cut off", goodPickle().chopped(1), "cut off");
    row("protocol 4", "\x80\x04).", "another protocol");
    row("instruction of other pickles", pickle("\x93"), "TorchScript never writes");
    row("empty stack", pickle(""), "middle of a value");
    row("two values", pickle("NN"), "middle of a value");
    row("mark left", pickle("N("), "middle of a value");
    row("tuple without mark", pickle("Nt"), "too few values");
    row("append to nothing", pickle("Na"), "too few values");
    row("append to a tuple", pickle(")Na"), "wrong kind");
    row("odd dictionary", pickle("}(Nu"), "too few values");
    row("recall of nothing", pickle(QByteArray("h\x05", 2)), "never made");
    row("text beyond the end", pickle("X\xFF\xFF\xFF\x7F"), "cut off");
    row("huge whole number", pickle("\x8A\x09" + QByteArray(9, '\x7F')), "64 bits");
    row("too many values", pickle("(" + QByteArray(100'000, ']') + "t"), "more values than");
    row("calls a function of the system", pickle("cos\nsystem\n(" + text("true") + "tR"),
        "it calls os.system, which is no function of TorchScript's");
    row("calls eval", pickle("c__builtin__\neval\n(" + text("1") + "tR"), "__builtin__.eval");
    row("makes a class of the system", pickle("csubprocess\nPopen\n)\x81"), "subprocess.Popen");
    row("module in itself", pickle("c__torch__\nM\n)\x81q\x01}(" + text("w") + "h\x01ub"),
        "contain themselves");

    TensorWords words;
    words.key = "1";
    rowTensor("storage that is not there", "the numbers of a tensor are missing", words);
    words = {};
    words.key = "../../m/data/0";
    rowTensor("storage elsewhere", "the numbers of a tensor are missing", words);
    words = {};
    words.type = "StringStorage";
    rowTensor("storage of texts", "unknown type", words);
    words = {};
    words.elements = 7;
    rowTensor("storage larger than its entry", "too few for 7 numbers", words);
    words = {};
    words.elements = -1;
    rowTensor("negative storage", "in a way that PyTorch does not", words);
    words = {};
    words.offset = 1;
    rowTensor("tensor beyond its storage", "reaches beyond its storage", words);
    words = {};
    words.offset = -1;
    rowTensor("negative offset", "in a way that PyTorch does not", words);
    words = {};
    words.strides = number(1 << 30) + number(1);
    rowTensor("stride beyond the storage", "reaches beyond its storage", words);
    words = {};
    words.shape = number(-2) + number(3);
    rowTensor("negative dimension", "no lists of whole numbers", words);
    words = {};
    words.strides = number(1);
    rowTensor("fewer strides than dimensions", "no lists of whole numbers", words);
    words = {};
    for (int i = 0; i < 3; ++i) {
        words.shape += number(1 << 30);
        words.strides += number(0);
    }
    rowTensor("shape of 2^90", "reaches beyond its storage", words);
}

void TestTorchScriptContent::hostilePickleIsRefused()
{
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    const QByteArray line = refusal(scratch.write("hostile.pt", zipFile(goodParts(data))));
    QVERIFY2(line.contains(reason), line.constData());
    auto parts = goodParts();
    part(parts, "m/constants.pkl").content = data;
    if (!reason.contains("themselves")) { // constants have no names: nobody walks them
        QVERIFY(!refusal(scratch.write("constants.pt", zipFile(parts))).isEmpty());
    }
}

/// Each of thirty modules holds the next one twice: 2^30 paths.
void TestTorchScriptContent::deeplySharedModulesEndSoon()
{
    QByteArray nested = tensor();
    for (int i = 0; i < 30; ++i) {
        const QByteArray memo = QByteArray("q") + static_cast<char>(i);
        const QByteArray recall = QByteArray("h") + static_cast<char>(i);
        nested = module(text("a") + nested + memo + text("b") + recall);
    }
    Scratch scratch;
    QElapsedTimer timer;
    timer.start();
    const QByteArray line = refusal(scratch.write("shared.pt", zipFile(goodParts(pickle(nested)))));
    QVERIFY2(line.contains("too often"), line.constData());
    QVERIFY(timer.elapsed() < 5000);
}

void TestTorchScriptContent::depthOfCodeIsBounded_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<bool>("accepted");
    constexpr int kMany = 20'000;
    const auto row = [](const char* name, const QByteArray& code, bool accepted) {
        QTest::newRow(name) << code << accepted;
    };
    row("brackets",
        "x = " + QByteArray("(").repeated(kMany) + "1" + QByteArray(")").repeated(kMany), false);
    row("type in types", "x : " + QByteArray("List[").repeated(kMany), false);
    row("signs", "x = " + QByteArray("-").repeated(kMany) + "y", false);
    row("negations", "x = " + QByteArray("not ").repeated(kMany) + "y", false);
    row("sum", "x = y" + QByteArray(" + y").repeated(kMany), false);
    row("attributes", "x = y" + QByteArray(".y").repeated(kMany), false);
    row("calls of results", "x = y" + QByteArray("()").repeated(kMany), false);
    row("calls in calls", "x = " + QByteArray("f(1, ").repeated(kMany), false);
    row("sum over lines", "x = (y" + QByteArray(" +\n  y").repeated(kMany) + ")", false);
    QByteArray blocks;
    for (int i = 0; i < 1500; ++i) {
        blocks += QByteArray(" ").repeated(i) + "if x:\n";
    }
    row("blocks in blocks", blocks, false);

    row("long list", "x = [" + QByteArray("-1, ").repeated(kMany) + "]", true);
    row("many statements", QByteArray("  x = f(y, -1)\n\n").repeated(kMany), true);
    row("long text", "x = \"" + QByteArray("(").repeated(kMany) + "\\\"" + "[\"", true);
    row("long comment", "# " + QByteArray("(").repeated(kMany) + "\nx = 1", true);
    row("closing brackets", QByteArray(")").repeated(900), true);
    row("nothing", "", true);
}

void TestTorchScriptContent::depthOfCodeIsBounded()
{
    QFETCH(QByteArray, code);
    QFETCH(bool, accepted);
    auto parts = goodParts();
    part(parts, "m/code/__torch__.py").content = code;
    Scratch scratch;
    const auto package = openPackage(scratch.write("a.pt", zipFile(parts)));
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    const auto checked = checkScriptCode(**package);
    QVERIFY2(
        static_cast<bool>(checked) == accepted,
        QByteArray::number(static_cast<qlonglong>(scriptDepth(code.toStdString()))).constData());
}

QTEST_GUILESS_MAIN(TestTorchScriptContent)
#include "tst_torchscript_content.moc"
