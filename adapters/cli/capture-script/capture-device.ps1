<#
.SYNOPSIS
Reads the serial number and the hardware hash of this computer, for "flightlog import" or straight to the service.

.DESCRIPTION
Reads two things and changes nothing: Win32_BIOS (serial number) and MDM_DevDetail_Ext01 in root/cimv2/mdm/dmmap
(hardware hash). Writes them as a CSV file exactly as the import takes it, or sends that file to a Flightlog service.
The hash identifies this computer: keep the file from others, and delete it once it is imported.

Runs in Windows PowerShell 5.1 or newer, as an administrator, also at the first setup screen (Shift+F10).

.EXAMPLE
.\capture-device.ps1 -OutputFile D:\AutopilotHWID.csv -GroupTag sales -Append

.EXAMPLE
.\capture-device.ps1 -Service https://flightlog.contoso.com -Tenant Contoso -Token $token
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding(DefaultParameterSetName = 'File')]
param(
    # The CSV file to write.
    [Parameter(ParameterSetName = 'File')] [string] $OutputFile = 'AutopilotHWID.csv',
    # Adds this computer to a file that is there already; without it, such a file is left as it is.
    [Parameter(ParameterSetName = 'File')] [switch] $Append,
    # Address of the service that the file is sent to.
    [Parameter(ParameterSetName = 'Service', Mandatory = $true)] [uri] $Service,
    # Name or id of the tenant; may be left out while the service has only one.
    [Parameter(ParameterSetName = 'Service')] [string] $Tenant,
    # Sent as "Authorization: Bearer ..." where it is given.
    [Parameter(ParameterSetName = 'Service')] [string] $Token,
    [string] $GroupTag = '',
    [string] $AssignedUser = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$serial = "$((Get-CimInstance -ClassName Win32_BIOS).SerialNumber)".Trim()
$detail = Get-CimInstance -Namespace 'root/cimv2/mdm/dmmap' -ClassName 'MDM_DevDetail_Ext01' `
    -Filter "InstanceID='Ext' AND ParentID='./DevDetail'"
$hash = if ($null -eq $detail) { '' } else { "$($detail.DeviceHardwareData)".Trim() }
if ($serial -eq '') { throw 'The firmware tells no serial number (Win32_BIOS.SerialNumber is empty).' }
if ($hash -eq '') { throw 'Windows tells no hardware hash (MDM_DevDetail_Ext01.DeviceHardwareData is empty).' }

# Values stand as they are: an import file has no quotation marks, and so no commas in values.
$values = @($serial, '', $hash, $GroupTag.Trim(), $AssignedUser.Trim())
foreach ($value in $values) {
    if ($value -match '[,"\r\n]') { throw "A value has a comma, a quotation mark or a line break in it: $value" }
}
$header = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User'
$row = $values -join ','
$utf8 = New-Object System.Text.UTF8Encoding $false

if ($PSCmdlet.ParameterSetName -eq 'File') {
    $path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($OutputFile)
    if (-not [IO.File]::Exists($path)) {
        [IO.File]::WriteAllText($path, "$header`r`n$row`r`n", $utf8)
    }
    elseif (-not $Append) { throw "The file $path is there already. Add -Append to write this computer into it." }
    elseif ([IO.File]::ReadAllLines($path, $utf8)[0] -ne $header) {
        throw "The first line of $path is not: $header"
    }
    else { [IO.File]::AppendAllText($path, "$row`r`n", $utf8) }
    Write-Output "$serial is in $path"
    return
}

$headers = @{ 'Idempotency-Key' = [guid]::NewGuid().ToString() }
if ($Tenant) { $headers['Flightlog-Tenant'] = $Tenant }
if ($Token) { $headers['Authorization'] = "Bearer $Token" }
$address = "$Service".TrimEnd('/') + '/api/imports'
$sent = Invoke-RestMethod -Method Post -Uri $address -Headers $headers -ContentType 'text/csv' `
    -Body $utf8.GetBytes("$header`r`n$row`r`n")
$import = $address + '/' + [uri]::EscapeDataString($sent.importId)
for ($look = 0; $look -lt 60; $look++) {
    $told = Invoke-RestMethod -Method Get -Uri $import -Headers $headers
    if ($told.status -eq 'completed') { break }
    Start-Sleep -Milliseconds 500
}
if ($told.status -ne 'completed') { throw "The import goes on; look again: $import" }
foreach ($result in $told.results) {
    if (-not $result.accepted) { throw "$serial was refused: $($result.code) $($result.name). $($result.reason) $($result.remedy)" }
    Write-Output "$serial is registered as device $($result.deviceId)"
}
