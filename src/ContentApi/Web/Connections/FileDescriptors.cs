using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ContentApi.Web.Connections;

/// <summary>The file descriptors of this process. Each connection takes one, and so does each loaded assembly.</summary>
internal static class FileDescriptors
{
    /// <summary>
    /// Gets how many this process may have open: the soft limit in force, which .NET raises to the hard limit when it starts. Null where
    /// there is none, such as on Windows.
    /// </summary>
    public static long? Limit => OperatingSystem.IsWindows() ? null : ReadLimit();

    /// <summary>Gets how many are open now; 0 where the system does not list them.</summary>
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

    /// <summary>`struct rlimit`. A limit beyond <see cref="int.MaxValue"/> is RLIM_INFINITY.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly nuint Soft;
        public readonly nuint Hard;
    }
}
