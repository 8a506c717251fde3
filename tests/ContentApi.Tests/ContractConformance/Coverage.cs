using System.Collections.Concurrent;

namespace ContentApi.Tests.ContractConformance;

/// <summary>Records which statuses and parameters of the contract the test run has exercised.</summary>
internal static class Coverage
{
    private static readonly ConcurrentDictionary<string, int> Exercised = new(StringComparer.Ordinal);

    /// <summary>Gets the violations of the contract, including those whose exception a test has caught.</summary>
    public static ConcurrentBag<string> Violations { get; } = [];

    /// <summary>Records a status of an operation and the parameters that the request contained.</summary>
    public static void Record(Operation operation, string status, IEnumerable<Parameter> acceptedParameters)
    {
        Exercised.AddOrUpdate(StatusKey(operation, status), 1, (_, count) => count + 1);
        foreach (var parameter in acceptedParameters)
        {
            Exercised.TryAdd(ParameterKey(operation, parameter), 1);
        }
    }

    public static bool IsExercised(string key) => Exercised.ContainsKey(key);

    public static string StatusKey(Operation operation, string status) => $"{operation.Id} {status}";

    public static string ParameterKey(Operation operation, Parameter parameter) => $"{operation.Id} {parameter.In} {parameter.Name}";
}
