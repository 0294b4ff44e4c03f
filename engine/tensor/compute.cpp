// SPDX-License-Identifier: Apache-2.0
#include "tensor/compute.h"

#include "base/memory.h"
#include "tensor/torch_bridge.h"
#include "tensor/worker_team.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <torch/headeronly/version.h>

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

namespace fe::tensor {
namespace {

/// Hyper-threads share the vector units: one thread per (package, core) pair.
int physicalCores()
{
    std::ifstream info("/proc/cpuinfo");
    std::set<std::pair<int, int>> cores;
    int package = 0;
    for (std::string line; std::getline(info, line);) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) {
            continue;
        }
        if (line.starts_with("physical id")) {
            package = std::stoi(line.substr(colon + 2));
        } else if (line.starts_with("core id")) {
            cores.emplace(package, std::stoi(line.substr(colon + 2)));
        }
    }
    const int logical = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    return cores.empty() ? logical : std::min(logical, static_cast<int>(cores.size()));
}

/// The CUDA half lies beside libtorch_cpu and is taken from there alone, so that versions never
/// mix. It must be loaded before anything asks for CUDA: the first answer is remembered.
void loadCudaHalf()
{
    Dl_info info {};
    if (dladdr(reinterpret_cast<const void*>(&at::globalContext), &info) == 0
        || info.dli_fname == nullptr) {
        return;
    }
    const auto library = std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
    std::error_code error;
    if (std::filesystem::exists(library, error)) {
        dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL); // without a driver it stays unused
    }
}

/// Unasked, cuDNN rounds what convolutions read to 10 bits of mantissa: another picture than the
/// CPU's.
void keepSinglePrecision()
{
    at::globalContext().setFloat32Precision(at::Float32Backend::CUDA, at::Float32Op::CONV,
                                            at::Float32Precision::IEEE);
}

} // namespace

void setThreads(int threads)
{
    at::set_num_threads(threads > 0 ? threads : physicalCores());
    setTeamSize(at::get_num_threads());
}

int threads()
{
    return at::get_num_threads();
}

const std::vector<std::string>& availableDevices()
{
    static const std::vector<std::string> devices = [] {
        std::vector<std::string> names { "cpu" };
        try {
            loadCudaHalf();
            const auto count = at::hasCUDA() ? at::getNumGPUs() : 0;
            if (count > 0) {
                keepSinglePrecision();
            }
            for (decltype(at::getNumGPUs()) i = 0; i < count; ++i) {
                names.push_back("cuda:" + std::to_string(i));
            }
        } catch (const std::exception&) {
            // A driver that does not match: the CPU is what there is.
        }
        return names;
    }();
    return devices;
}

std::string torchVersion()
{
    return std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR) + "."
        + std::to_string(TORCH_VERSION_PATCH);
}

base::Result<c10::Device> findDevice(const std::string& name)
{
    const std::string wanted = name == "cuda" ? "cuda:0" : name;
    const auto& devices = availableDevices();
    if (std::find(devices.begin(), devices.end(), wanted) != devices.end()) {
        return c10::Device(wanted);
    }
    std::string known;
    for (const std::string& device : devices) {
        known += (known.empty() ? "" : ", ") + device;
    }
    return base::invalidArgument("no device \"" + name + "\"", "this machine has " + known);
}

std::uint64_t availableMemory(c10::Device device)
{
    if (device.is_cpu()) {
        return base::availableMemory();
    }
    try {
        at::globalContext().lazyInitDevice(device.type());
        c10::DeviceAllocator* allocator = c10::getDeviceAllocator(device.type());
        const c10::DeviceIndex index = std::max<c10::DeviceIndex>(0, device.index());
        const auto stats = allocator->getDeviceStats(index);
        const auto inUse = stats.allocated_bytes[0].current;
        const auto held = stats.reserved_bytes[0].current;
        return allocator->getMemoryInfo(index).first
            + static_cast<std::uint64_t>(std::max<std::int64_t>(0, held - inUse));
    } catch (const std::exception&) {
        return 0;
    }
}

} // namespace fe::tensor
