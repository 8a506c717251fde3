using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ContentApi.Web.Connections;

/// <summary>Reports the file descriptors of this process. Each connection and each loaded assembly uses one.</summary>
internal static class FileDescriptors
{
    /// <summary>
    /// Gets the maximum number of open descriptors: the current soft limit, which .NET raises to the hard limit at startup. Null if there
    /// is no limit, as on Windows, or if the limit cannot be read.
    /// </summary>
    public static long? Limit => OperatingSystem.IsWindows() ? null : ReadLimit();

    /// <summary>Gets the number of open descriptors, or 0 if the operating system does not list them.</summary>
    public static int InUse
    {
        get
        {
            var folder = OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd";
            return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Count() : 0;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static long? ReadLimit()
    {
        var resource = OperatingSystem.IsLinux() ? 7 : 8; // RLIMIT_NOFILE
        return GetResourceLimit(resource, out var limit) == 0 && limit.Soft <= int.MaxValue ? (long)limit.Soft : null;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceLimit(int resource, out ResourceLimit limit);

    /// <summary>`struct rlimit`. A limit above <see cref="int.MaxValue"/> counts as RLIM_INFINITY.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly nuint Soft;
        public readonly nuint Hard;
    }
}
