using System.Net.Sockets;

/// <summary>
/// Runs inside of the process that is measured, before its own code (DOTNET_STARTUP_HOOKS): tells whoever connects how many bytes it has
/// allocated. So the product needs nothing for it.
/// </summary>
#pragma warning disable MA0047 // the runtime looks for it outside of any namespace
internal static class StartupHook
{
    public const string Variable = "CONTENT_API_BENCHMARK_SOCKET";

    public static void Initialize() => new Thread(Listen) { IsBackground = true }.Start(Environment.GetEnvironmentVariable(Variable)!);

    private static void Listen(object? path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint((string)path!));
        listener.Listen();
        while (true)
        {
            using var asking = listener.Accept();
            asking.Send(BitConverter.GetBytes(GC.GetTotalAllocatedBytes()));
        }
    }
}
