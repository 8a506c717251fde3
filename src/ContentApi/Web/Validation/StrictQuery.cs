using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Web.Validation;

/// <summary>
/// Validates query strings strictly. An unknown, repeated, empty or out-of-range parameter returns 400, which lists all faults and suggests
/// a name for an unknown parameter. Only lists may be repeated. The bounds in the OpenAPI document derive from the same attributes.
/// </summary>
internal static class StrictQuery
{
    /// <summary>Validates the query of every endpoint of the group against the parameters that its handler declares.</summary>
    /// <param name="group">The group.</param>
    /// <param name="revisionParameters">Names of additional parameters of every endpoint of the group, whose values are revisions.</param>
    public static TBuilder WithStrictQuery<TBuilder>(this TBuilder group, params string[] revisionParameters)
        where TBuilder : IEndpointConventionBuilder
    {
        group.Add(AddListParameters);
        return group.AddEndpointFilterFactory((factoryContext, next) =>
        {
            var known = factoryContext.MethodInfo.GetParameters().SelectMany(GetQueryParameters)
                .Concat(revisionParameters.Select(name => new QueryParameter(name, typeof(long), [new RevisionAttribute()])))
                .ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
            var required = known.Values.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).ToArray();
            return context => Check(context.HttpContext.Request.Query, known, required) is { } problem
                ? ValueTask.FromResult<object?>(problem)
                : next(context);
        });
    }

    private static void AddListParameters(EndpointBuilder endpoint)
    {
        var lists = endpoint.Metadata.OfType<MethodInfo>().SelectMany(method => method.GetParameters()).SelectMany(GetQueryParameters)
            .Where(parameter => parameter.IsList).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        if (lists.Count > 0)
        {
            endpoint.Metadata.Add(new ListParameters(lists));
        }
    }

    private static ProblemResult? Check(IQueryCollection query, Dictionary<string, QueryParameter> known, string[] required)
    {
        FaultList? faults = null;
        foreach (var name in required)
        {
            if (!query.ContainsKey(name))
            {
                (faults ??= new()).Add(name, "is required.");
            }
        }

        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                (faults ??= new()).Add(() => name, () => NameSuggester.DescribeUnknown("parameter", name, known.Keys));
            }
            else if ((values.Count > 1 && !parameter.IsList ? "appears more than once." : parameter.FindFault(string.Join(',', values.AsEnumerable()))) is { } fault)
            {
                (faults ??= new()).Add(name, fault);
            }
        }

        return faults?.ToProblem();
    }

    private static IEnumerable<QueryParameter> GetQueryParameters(ParameterInfo parameter)
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

        public bool IsList => Rules.OfType<CommaSeparatedAttribute>().Any();

        private readonly Type type = Nullable.GetUnderlyingType(Type) ?? Type;

        /// <summary>Returns the fault of a value, as the end of a sentence that starts with the parameter's name; null if valid.</summary>
        public string? FindFault(string value)
        {
            if (value.Length == 0)
            {
                return IsRequired ? "must not be empty." : "must not be empty; omit the parameter instead.";
            }

            if (value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\ufffd'))
            {
                return "must be valid UTF-8 without control characters.";
            }

            object? parsed = value;
            if (type == typeof(int))
            {
                parsed = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            }
            else if (type == typeof(long))
            {
                parsed = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            }
            else if (type == typeof(bool))
            {
                parsed = value switch { "true" => true, "false" => false, _ => null };
            }

            var violated = parsed is null ? Rules.OfType<RangeAttribute>().FirstOrDefault() : Array.Find(Rules, rule => !rule.IsValid(parsed));
            return violated is not null ? DescribeRule(violated)
                : parsed is not null ? null
                : type == typeof(bool) ? "must be true or false."
                : "must be a whole number.";
        }

        private static string DescribeRule(ValidationAttribute rule) => rule switch
        {
            RangeAttribute range => $"must be a whole number from {range.Minimum} to {range.Maximum}.",
            AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values)}.",
            StringLengthAttribute { MinimumLength: > 0 } length => $"must have {length.MinimumLength} to {length.MaximumLength:N0} characters.",
            StringLengthAttribute length => $"can have at most {length.MaximumLength:N0} characters.",
            _ => rule.FormatErrorMessage("value"),
        };
    }
}
