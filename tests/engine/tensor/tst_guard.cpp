// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/torch_bridge.h"

#include <ATen/ops/empty.h>

#include <QtTest>

using namespace fe;

namespace {

/// More bytes than any machine has.
constexpr std::int64_t kVast = std::int64_t { 1 } << 55;

base::Error errorOf(const std::function<void()>& function)
{
    const auto result = tensor::guarded("cannot do it", [&]() -> base::Result<void> {
        function();
        return {};
    });
    return result ? base::Error {} : result.error();
}

} // namespace

class TestGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAllocationThatFailsIsOutOfMemory()
    {
        const auto error = errorOf([] { static_cast<void>(at::empty({ kVast }, at::kFloat)); });
        QVERIFY2(error.code == base::ErrorCode::OutOfMemory, error.oneLine().c_str());
    }

    /// The interpreter wraps what its operators throw into a traceback.
    void alsoInsideAScript()
    {
        tensor::registerOperators();
        const auto script = tensor::Script::compile("vast", R"py(
def run(self, x: Tensor) -> Tensor:
    return torch.zeros([36028797018963968])
)py",
                                                    {});
        const auto error
            = errorOf([&] { static_cast<void>(script.call("run", at::empty({ 1 }))); });
        QVERIFY2(error.code == base::ErrorCode::OutOfMemory, error.oneLine().c_str());
    }

    void aCardsMemoryIsNamed()
    {
        const auto error = errorOf([] {
            throw std::runtime_error("The following operation failed in the TorchScript "
                                     "interpreter.\nTraceback of TorchScript (most recent call "
                                     "last):\nRuntimeError: CUDA out of memory. Tried to allocate "
                                     "4.29 GiB.\n");
        });
        QVERIFY(error.code == base::ErrorCode::OutOfMemory);
        QVERIFY(error.oneLine().find("on the graphics card") != std::string::npos);
    }

    void otherReasonsAreThoseUnderTheTraceback()
    {
        const auto error = errorOf([] {
            throw std::runtime_error("The following operation failed in the TorchScript "
                                     "interpreter.\nTraceback of TorchScript (most recent call "
                                     "last):\n    return x\n           ~ <--- HERE\nRuntimeError: "
                                     "index out of range\n");
        });
        QVERIFY(error.code == base::ErrorCode::Internal);
        QVERIFY2(error.oneLine().find("index out of range") != std::string::npos,
                 error.oneLine().c_str());
    }
};

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
