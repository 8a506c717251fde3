using System.Collections.Concurrent;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Records which statuses and parameters of the contract the run has exercised.</summary>
internal static class Coverage
{
    private static readonly ConcurrentDictionary<string, int> Seen = new(StringComparer.Ordinal);

    /// <summary>Gets the violations of the contract, in case a test caught the exception.</summary>
    public static ConcurrentBag<string> Faults { get; } = [];

    public static void Note(Operation operation, string status, IEnumerable<Parameter> accepted)
    {
        Seen.AddOrUpdate(Status(operation, status), 1, (_, times) => times + 1);
        foreach (var parameter in accepted)
        {
            Seen.TryAdd(Name(operation, parameter), 1);
        }
    }

    public static bool Has(string what) => Seen.ContainsKey(what);

    public static string Status(Operation operation, string status) => $"{operation.Id} {status}";

    public static string Name(Operation operation, Parameter parameter) => $"{operation.Id} {parameter.In} {parameter.Name}";
}
