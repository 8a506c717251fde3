using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Http;

/// <summary>
/// Query strings are taken literally: a parameter that is unknown, repeated, empty or out of range is a 400 that says so, with a
/// suggestion, all faults at once. The same attributes make the contract's bounds.
/// </summary>
internal static class QueryParameters
{
    /// <summary>Checks the query of every endpoint of the group against the parameters that its handler declares.</summary>
    public static TBuilder WithStrictQuery<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder =>
        group.AddEndpointFilterFactory((factory, next) =>
        {
            var known = factory.MethodInfo.GetParameters().SelectMany(Declared).ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
            var required = known.Values.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).ToArray();
            return context => Check(context.HttpContext.Request.Query, known, required) is { } problem
                ? ValueTask.FromResult<object?>(problem)
                : next(context);
        });

    private static ProblemResult? Check(IQueryCollection query, Dictionary<string, QueryParameter> known, string[] required)
    {
        Dictionary<string, string[]>? errors = null;
        foreach (var name in required)
        {
            if (!query.ContainsKey(name))
            {
                (errors ??= new(StringComparer.Ordinal))[name] = ["is required."];
            }
        }

        foreach (var (name, values) in query)
        {
            var fault = known.TryGetValue(name, out var parameter)
                ? values.Count > 1 ? "is given more than once." : parameter.Fault(values.ToString())
                : Unknown(name, known.Keys);
            if (fault is not null)
            {
                (errors ??= new(StringComparer.Ordinal))[name] = [fault];
            }
        }

        return errors is null
            ? null
            : new ProblemResult(ProblemKind.InvalidRequest, string.Join(' ', errors.Select(error => $"{error.Key} {error.Value[0]}")), errors);
    }

    private static string Unknown(string name, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (candidate, distance: Distance(name, candidate))).OrderBy(near => near.distance).FirstOrDefault();
        return nearest.candidate is not null && nearest.distance <= Math.Max(2, name.Length / 3)
            ? $"is not a parameter here. Did you mean {nearest.candidate}?"
            : known.Any() ? $"is not a parameter here. There are: {string.Join(", ", known)}." : "is not a parameter here; there are none.";
    }

    /// <summary>Levenshtein's distance, letter case aside: what a slip of the finger costs.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + substitution);
            }

            previous = current;
        }

        return previous[b.Length];
    }

    private static IEnumerable<QueryParameter> Declared(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
        {
            return parameter.ParameterType.GetProperties()
                .Select(property => (property.GetCustomAttribute<FromQueryAttribute>()?.Name, property.PropertyType, Rules: property.GetCustomAttributes<ValidationAttribute>()))
                .Where(property => property.Name is not null)
                .Select(property => new QueryParameter(property.Name!, property.PropertyType, property.Rules.ToArray()));
        }

        return parameter.GetCustomAttribute<FromQueryAttribute>()?.Name is { } name
            ? [new QueryParameter(name, parameter.ParameterType, parameter.GetCustomAttributes<ValidationAttribute>().ToArray())]
            : [];
    }

    private sealed record QueryParameter(string Name, Type Type, ValidationAttribute[] Rules)
    {
        public bool IsRequired => Rules.OfType<RequiredAttribute>().Any();

        private readonly Type type = Nullable.GetUnderlyingType(Type) ?? Type;

        /// <summary>What is wrong with the value, as the end of a sentence that starts with the parameter's name; null when nothing is.</summary>
        public string? Fault(string value)
        {
            if (value.Length == 0)
            {
                return "is empty; leave it out instead.";
            }

            if (value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\ufffd'))
            {
                return "has control characters or is not valid UTF-8.";
            }

            object? typed = value;
            if (type == typeof(int))
            {
                typed = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            }
            else if (type == typeof(bool))
            {
                typed = value switch { "true" => true, "false" => false, _ => null };
            }

            var broken = typed is null ? Rules.OfType<RangeAttribute>().FirstOrDefault() : Array.Find(Rules, rule => !rule.IsValid(typed));
            return broken is not null ? Explain(broken)
                : typed is not null ? null
                : type == typeof(bool) ? "must be true or false."
                : "must be a whole number.";
        }

        private static string Explain(ValidationAttribute rule) => rule switch
        {
            RangeAttribute range => $"must be a whole number from {range.Minimum} to {range.Maximum}.",
            AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values)}.",
            StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters.",
            _ => rule.FormatErrorMessage("value"),
        };
    }
}

/// <summary>Values separated by commas, each of one form and at most once.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class CommaSeparatedAttribute(string pattern, int max, string words) : ValidationAttribute
{
    public string Pattern => pattern;

    public int Max => max;

    public override bool IsValid(object? value) =>
        value is not string text
        || (text.Split(',') is var items && items.Length <= max
            && items.All(item => Regex.IsMatch(item, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            && items.Distinct(StringComparer.Ordinal).Count() == items.Length);

    public override string FormatErrorMessage(string name) => words;
}

/// <summary>One or more of these values, separated by commas.</summary>
internal sealed class AnyOfAttribute(params string[] values)
    : CommaSeparatedAttribute($"^({string.Join('|', values)})$", values.Length, $"must be one or more of {string.Join(", ", values)}, separated by commas.")
{
    public IReadOnlyList<string> Values => values;
}

/// <summary>A value of a set form, told in words when it is not kept.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class FormAttribute(string pattern, string words) : RegularExpressionAttribute(pattern)
{
    public override bool IsValid(object? value) =>
        value is not string text || Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public override string FormatErrorMessage(string name) => words;
}
