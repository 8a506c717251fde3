using ContentApi.Core.Model;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Resolves types to the data contracts of their JSON: <see cref="RawJson{T}"/> is serialized as the JSON of a T, and an enum as its name,
/// also in parameters.
/// </summary>
internal sealed class DataContractResolver(IOptions<JsonOptions> json) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver resolver = new(json.Value.SerializerOptions);

    public DataContract GetDataContractForType(Type type) =>
        type.IsEnum ? DataContract.ForPrimitive(type, DataType.String, dataFormat: null, value => $"\"{EnumNames.GetName(type, value)}\"")
        : resolver.GetDataContractForType(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RawJson<>) ? type.GetGenericArguments()[0] : type);
}
